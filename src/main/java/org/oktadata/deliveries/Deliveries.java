package org.oktadata.deliveries;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.oktadata.findings.FindingReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Tells each channel of each change once. What fails is tried again, later and later for 17 hours,
 * and then kept as failed. A channel that asks to be left alone for a while is, and that counts as
 * no try: or whoever takes one message a second would never hear of most of a thousand.
 */
@Component
public class Deliveries {

  private static final Logger log = LoggerFactory.getLogger(Deliveries.class);
  private static final int ATTEMPTS = 12;

  /** So many that are due at once are told to people in one message. */
  private static final int MANY = 10;

  /** Who reads them one by one: programs get each by itself, as their contract says. */
  private static final Set<String> FOR_PEOPLE = Set.of("slack", "email");

  /** After which the log says once more what it has said of a channel. */
  private static final Duration TOLD_AGAIN = Duration.ofMinutes(10);

  private final JdbcClient database;
  private final DeliverySettings settings;
  private final DeliveryQueue queue;
  private final FindingReader findings;
  private final Map<String, String> busy = new ConcurrentHashMap<>();
  private final Set<String> asked = ConcurrentHashMap.newKeySet();
  private final Map<String, Said> pauses = new ConcurrentHashMap<>();
  private final Map<String, Said> failures = new ConcurrentHashMap<>();

  /** What the log said of a channel, and when. */
  private record Said(String what, Instant at) {}

  Deliveries(
      JdbcClient database, DeliverySettings settings, DeliveryQueue queue, FindingReader findings) {
    this.database = database;
    this.settings = settings;
    this.queue = queue;
    this.findings = findings;
  }

  /** Channels that are set. */
  public List<String> channels() {
    return settings.channels();
  }

  /** Channels that are set, and those of routes of one's own that this instance has told. */
  public Set<String> known() {
    Set<String> known = new TreeSet<>(asked);
    known.addAll(settings.channels());
    return known;
  }

  /**
   * Queues what is new for a channel and takes what is due; another instance takes the rest.
   * Nothing while an earlier claim of this instance is still on its way.
   */
  @Transactional
  public List<Delivery> claim(String channel, String claimant) {
    asked.add(channel);
    if (busy.putIfAbsent(channel, claimant) != null) {
      return List.of();
    }
    queue.add(channel);
    return isPaused(channel) ? List.of() : due(channel);
  }

  /** What was claimed is delivered or kept for later. */
  public void release(String channel, String claimant) {
    busy.remove(channel, claimant);
  }

  /**
   * The changes of a finding come in their order: a later one waits while an earlier one does. What
   * is taken is left to its taker for a minute, and for another when its turn comes.
   */
  private List<Delivery> due(String channel) {
    return database
        .sql(
            """
            with due as (
              select d.id from store.delivery d join store.finding_change c on c.id = d.change_id
              where d.state = 'waiting' and d.next_at <= now() and d.channel = ?
                and not exists (
                  select from store.delivery earlier join store.finding_change before on before.id = earlier.change_id
                  where earlier.state = 'waiting' and earlier.channel = d.channel and before.finding_id = c.finding_id
                    and before.id < c.id)
              order by d.change_id limit 50 for update of d skip locked
            ), claimed as (
              update store.delivery d set attempts = attempts + 1, next_at = now() + interval '1 minute'
              from due where d.id = due.id returning d.id, d.channel, d.change_id, d.attempts
            )
            select d.id, d.channel, c.change, c.finding_id, d.attempts from claimed d join store.finding_change c on c.id = d.change_id
            order by d.change_id""")
        .param(channel)
        .query(
            (row, n) ->
                new Delivery(
                    row.getLong(1),
                    row.getString(2),
                    row.getString(3),
                    row.getInt(5),
                    findings.find(row.getLong(4)).orElseThrow()))
        .list();
  }

  private boolean isPaused(String channel) {
    return database
        .sql(
            "select coalesce(paused_until > now(), false) from store.delivery_position where channel = ?")
        .param(channel)
        .query(Boolean.class)
        .single();
  }

  /**
   * Whether a delivery is still this instance's to make: one that waited long behind slow ones may
   * have been taken by another. It stays ours for another minute. Where its channel asked for a
   * pause meanwhile, it is given back as if nobody had claimed it.
   */
  public boolean isOurs(Delivery delivery) {
    return database
        .sql(
            """
            update store.delivery d
            set attempts = d.attempts - case when p.paused then 1 else 0 end,
                next_at = case when p.paused then p.paused_until else greatest(d.next_at, now() + interval '1 minute') end
            from (select paused_until, coalesce(paused_until > now(), false) as paused
                  from store.delivery_position where channel = ?) p
            where d.id = ? and d.attempts = ? and d.state = 'waiting'
            returning not p.paused""")
        .params(delivery.channel(), delivery.id(), delivery.attempt())
        .query(Boolean.class)
        .optional()
        .orElse(false);
  }

  /** Whether what was claimed is told in one message: hundreds at once would be read by nobody. */
  public boolean isDigest(String channel, List<Delivery> claimed) {
    return claimed.size() >= MANY && FOR_PEOPLE.contains(channel);
  }

  /** Those that are still this instance's to make. */
  public List<Delivery> ours(List<Delivery> claimed) {
    return claimed.stream().filter(this::isOurs).toList();
  }

  /** The channel has all of them. */
  @Transactional
  public void allDelivered(List<Delivery> digest) {
    digest.forEach(this::delivered);
  }

  /** The channel took none of them. */
  @Transactional
  public void allFailed(List<Delivery> digest, Exception problem) {
    digest.forEach(each -> failed(each, problem));
  }

  /**
   * The channel has it; one that took nothing for minutes is back, and what failed is due. Not what
   * would come within the minute anyway: another instance may be telling it.
   */
  @Transactional
  public void delivered(Delivery delivery) {
    database
        .sql(
            "update store.delivery set state = 'delivered', delivered_at = now(), last_error = null where id = ?")
        .param(delivery.id())
        .update();
    database
        .sql(
            """
            with before as materialized (
              select coalesce(delivered_at < now() - interval '5 minutes', true) as away from store.delivery_position where channel = :channel
            ), back as (
              update store.delivery_position set delivered_at = now() where channel = :channel
            )
            update store.delivery set next_at = now()
            where (select away from before) and channel = :channel and state = 'waiting' and last_error is not null
              and next_at > now() + interval '70 seconds'""")
        .param("channel", delivery.channel())
        .update();
  }

  /**
   * The channel didn't take it; it is tried again until there is no hope. What another instance has
   * taken over meanwhile is that one's to judge.
   */
  @Transactional
  public void failed(Delivery delivery, Exception problem) {
    String reason = DeliveryProblem.of(problem);
    Optional<Duration> pause = AskedPause.of(problem);
    if (pause.isPresent()) {
      leaveAlone(delivery, pause.get(), reason);
      return;
    }
    if (isNews(failures, delivery.channel(), reason)) {
      log.warn(
          "Finding {} can't be delivered to {}: {} What fails there for the same reason is told again after {} min",
          delivery.finding().id(),
          delivery.channel(),
          reason,
          TOLD_AGAIN.toMinutes());
    }
    database
        .sql(
            """
            update store.delivery set last_error = :reason,
              state = case when attempts >= :most then 'failed' else 'waiting' end,
              next_at = now() + case when attempts >= :most then interval '0' else interval '1 minute' * power(2, least(attempts - 1, 8)) end
            where id = :id and attempts = :attempt and state = 'waiting'""")
        .param("reason", reason)
        .param("most", ATTEMPTS)
        .param("id", delivery.id())
        .param("attempt", delivery.attempt())
        .update();
  }

  private void leaveAlone(Delivery delivery, Duration pause, String reason) {
    if (isNews(pauses, delivery.channel(), "")) {
      log.warn(
          "Channel {} asks to be left alone for {} s: {} What waits for it is told then",
          delivery.channel(),
          pause.toSeconds(),
          reason);
    }
    database
        .sql(
            """
            update store.delivery set last_error = ?, attempts = attempts - 1, next_at = now() + make_interval(secs => ?)
            where id = ? and attempts = ? and state = 'waiting'""")
        .params(reason, pause.toSeconds(), delivery.id(), delivery.attempt())
        .update();
    database
        .sql(
            "update store.delivery_position set paused_until = now() + make_interval(secs => ?) where channel = ?")
        .params(pause.toSeconds(), delivery.channel())
        .update();
  }

  /** Hundreds of findings that a channel doesn't take for one reason are one line. */
  private static boolean isNews(Map<String, Said> said, String channel, String what) {
    Instant now = Instant.now();
    Said last = said.get(channel);
    boolean news =
        last == null || !last.what().equals(what) || last.at().isBefore(now.minus(TOLD_AGAIN));
    if (news) {
      said.put(channel, new Said(what, now));
    }
    return news;
  }
}
