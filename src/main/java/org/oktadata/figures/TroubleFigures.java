package org.oktadata.figures;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;

/** What an operator is to be woken for: what can't work, has failed, or waits too long. */
final class TroubleFigures {

  /** An instance that can't open the credentials matters only where no other can. */
  private static final String INTEGRATION_UP =
      """
      select i.name as integration,
             case when i.state = 'ready' and i.refusal is null
                    and (not exists (select from store.instance s where s.alive_until > now() and i.name = any (s.unopened))
                         or exists (select from store.instance s where s.alive_until > now() and i.name <> all (s.unopened)))
               then 1 else 0 end as value
      from store.integration i where i.state <> 'removing'\
      """;

  private static final String LAST_RUN =
      """
      select i.name as integration, m.mode, lower(s.status) as status, case when r.status = s.status then 1 else 0 end as value
      from store.integration i
      cross join unnest(array['full', 'delta', 'verify']) m (mode)
      cross join unnest(array['SUCCESS', 'PARTIAL_SUCCESS', 'FAILURE']) s (status)
      left join lateral (
        select r.status from store.run r where r.integration = i.name and r.mode = m.mode and r.status <> 'RUNNING'
        order by r.started_at desc limit 1
      ) r on true
      where i.state <> 'removing'\
      """;

  private static final String RUNNING =
      """
      select i.name as integration, coalesce(extract(epoch from now() - min(r.started_at)), 0) as value
      from store.integration i
      left join store.run r on r.integration = i.name and r.status = 'RUNNING' and r.mode in ('full', 'delta', 'verify')
      where i.state <> 'removing' group by 1\
      """;

  /** Of the newest thousand only: a stream that isn't understood fills the quarantine for weeks. */
  private static final String QUARANTINE =
      """
      select s.source, count(n.source) as value
      from unnest(array['eventbridge', 'event-hook', 'sqs', 'kafka', 'System Log']) s (source)
      left join (
        select source from (select source, received_at, replayed_at from store.quarantine order by id desc limit 1000) newest
        where received_at > now() - interval '1 hour' and replayed_at is null
      ) n using (source)
      group by 1\
      """;

  private TroubleFigures() {}

  static List<Figure> in(MeterRegistry registry) {
    return List.of(
        new Figure(
            registry,
            "okta.integration.up",
            null,
            "1 where the org gives this application a token and answers it, otherwise 0",
            INTEGRATION_UP,
            "integration"),
        new Figure(
            registry,
            "okta.last.run",
            null,
            "1 for the status of the newest run of a mode that has ended, 0 for the others",
            LAST_RUN,
            "integration",
            "mode",
            "status"),
        new Figure(
            registry,
            "okta.run.under.way",
            "seconds",
            "Since the run under way began; 0 where none is",
            RUNNING,
            "integration"),
        new Figure(
            registry,
            "okta.quarantine",
            null,
            "What came in the last hour, couldn't be taken in and wasn't replayed; of the newest thousand",
            QUARANTINE,
            "source"));
  }
}
