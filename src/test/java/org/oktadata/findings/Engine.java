package org.oktadata.findings;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.oktadata.catalogue.CollectedTypes;
import org.oktadata.store.NewEvents;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The beans of this package, put together as the application does. */
final class Engine {

  /** Which data types there are. */
  static final CollectedTypes CATALOGUE = new ShippedTypes();

  final DataSource source = FindingsDatabase.open();
  final JdbcClient database = JdbcClient.create(source);
  final DataSourceTransactionManager transactions = new DataSourceTransactionManager(source);
  final TransactionTemplate transaction = new TransactionTemplate(transactions);
  final ReaderQuery reader = new ReaderQuery(database);
  final RuleLibrary library;
  final KnownIntegrations integrations = new KnownIntegrations(database);
  final PostureFindings postureFindings = new PostureFindings(database, integrations);
  final Checks checks;
  final AtomicLong nanos = new AtomicLong();
  final RuleTrouble trouble = new RuleTrouble(database, transactions, nanos::get);
  final RestingRules resting = new RestingRules(nanos::get);
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  final Matches matches = new Matches(database);
  final UnjudgedEvents unjudged = new UnjudgedEvents();
  final Detections detections;
  final ActiveDetections active;
  final Follower follower;

  /** Runs what is hunted for. */
  RetroHunts hunts() {
    return new RetroHunts(source, library, detections, resting, transactions);
  }

  Engine() {
    this(Path.of("").toAbsolutePath(), Map.of());
  }

  Engine(Path home, Map<String, Map<String, String>> settings) {
    this(home, settings, Duration.ZERO);
  }

  /**
   * @param turn how long new events are left to this engine after it read some
   */
  Engine(Path home, Map<String, Map<String, String>> settings, Duration turn) {
    unjudged.bindTo(meters);
    library =
        new RuleLibrary(
            new RuleFolders(home, List.of("checks/"), List.of("detections/")),
            new FindingSettings(settings, FindingSettings.FINDINGS_PER_CHECK),
            database,
            Duration.ofHours(1));
    checks =
        new Checks(
            library,
            new Readiness(database, (integration, types) -> List.of()),
            new UnknownNeeds((integration, types) -> List.of()),
            new UnnamedNeeds(new ViewsRead(database, transactions), CATALOGUE),
            new CheckQuery(database, reader, transactions),
            postureFindings,
            new DueChecks(database));
    Correlations correlations = new Correlations(database, reader, library);
    EventCheck where = new EventCheck(reader, library);
    Isolation isolation = new Isolation(trouble, resting, transactions);
    detections =
        new Detections(
            matches,
            new RipeGroups(
                database,
                library,
                matches,
                new PastMatches(source),
                new Isolation(trouble, resting, transactions)),
            correlations,
            where,
            new Sightings(database),
            isolation,
            unjudged,
            integrations);
    active = new ActiveDetections(library);
    follower =
        new Follower(
            source,
            library,
            active,
            detections,
            transactions,
            new FollowerTurn(database, UUID.randomUUID().toString(), turn),
            new RuleTrial(reader, where, correlations, isolation));
  }

  /** As if the follower had read all there is. */
  void nothingIsUnread() {
    database
        .sql(
            """
            update store.follower set (xid, seq) = (select xid, seq from store.event order by event.xid desc, event.seq desc limit 1)
            where name = 'detections' and exists (select from store.event)""")
        .update();
  }

  /** Reads all new events, once nobody's transaction holds them back any more. */
  void follow() {
    NewEvents.untilNoneIsHeldBack(database);
    follower.follow();
  }

  /** Evaluates one check, writing as the application's transaction would. */
  void evaluate(Check check, String integration) {
    transaction.executeWithoutResult(status -> checks.evaluate(check, integration));
  }

  /** Whether another session waits for a lock of that one. */
  boolean isWaitedFor(int session) {
    return database
        .sql(
            "select exists (select from pg_locks where not granted and ? = any (pg_blocking_pids(pid)))")
        .param(session)
        .query(Boolean.class)
        .single();
  }

  /** What the rule met when its SQL ran last; null where it worked. */
  String trouble(Rule rule) {
    RuleTrouble.Trouble met = trouble.all().get(rule.id());
    return met == null ? null : met.of(rule);
  }

  /** Subjects of the open findings. */
  List<String> open(String integration, String rule) {
    return database
        .sql(
            "select subject_id from okta.findings where integration = ? and check_id = ? and state"
                + " = 'open' order by 1")
        .params(integration, rule)
        .query(String.class)
        .list();
  }

  /** A value of an integration's only row. */
  String one(String integration, String value, String rows) {
    return database
        .sql(
            "select %s from %s %s integration = ?"
                .formatted(value, rows, rows.contains(" where ") ? "and" : "where"))
        .param(integration)
        .query(String.class)
        .single();
  }
}
