package org.oktadata.findings;

import java.util.List;
import java.util.Map;

/** One check, and the user that it is about. */
abstract class SleepingUser {

  final Engine engine = new Engine();
  final String integration = FindingsDatabase.integration();
  final CaseData data = new CaseData(engine.database, integration);
  final Check check = (Check) engine.library.current().find("user-inactive").orElseThrow();
  final Triage triage = new Triage(engine.database);

  void sleeper(String lastLogin) {
    data.document("users", "", Map.of("id", "u1", "lastLogin", lastLogin));
  }

  long run() {
    return engine
        .database
        .sql(
            "insert into store.run (integration, mode, status, trigger, finished_at) values (?, 'full', 'FAILURE', 'test', now()) returning id")
        .param(integration)
        .query(Long.class)
        .single();
  }

  long id() {
    return engine
        .database
        .sql("select id from store.finding where integration = ?")
        .param(integration)
        .query(Long.class)
        .single();
  }

  String state() {
    return state(check);
  }

  String state(Check of) {
    return engine
        .database
        .sql(
            "select state || coalesce(': ' || reason, '') from store.check_state where integration = ? and check_id = ?")
        .params(integration, of.id())
        .query(String.class)
        .single();
  }

  List<String> changes() {
    return engine
        .database
        .sql("select change from okta.finding_changes where integration = ? order by id::bigint")
        .param(integration)
        .query(String.class)
        .list();
  }
}
