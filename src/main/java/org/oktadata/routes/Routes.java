package org.oktadata.routes;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.CamelContext;
import org.oktadata.catalogue.Catalogue;
import org.oktadata.catalogue.RunningRoutes;
import org.oktadata.collect.Dispatcher;
import org.oktadata.collect.LineTrial;
import org.oktadata.collect.PullThreads;
import org.oktadata.integrations.OktaSettings;
import org.oktadata.integrations.WrongConfiguration;
import org.oktadata.routes.RouteLoader.NothingRunsException;
import org.oktadata.yaml.WrongFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.core.env.Environment;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * The routes folder and what runs of it. An edit is taken whole or not at all: read, checked
 * against the schema, built aside, then exchanged; if even that fails, the last good routes come
 * back.
 */
@Component
public class Routes implements MeterBinder {

  private static final Logger log = LoggerFactory.getLogger(Routes.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final String NOTHING_RUNS =
      "nothing runs until the files are right and the database answers";

  private final Path folder;
  private final Catalogue catalogue;
  private final DataTypeViews views;
  private final LineTrial trial;
  private final LinelessTypes lineless;
  private final Dispatcher dispatcher;
  private final PullThreads threads;
  private final Triggers triggers;
  private final RunningRoutes running;
  private final RouteRehearsal rehearsal;
  private final UnreadFiles unread;
  private final AtomicBoolean busy = new AtomicBoolean();
  private volatile RouteFiles live;

  /** The files as they were when they were last refused; none once nothing ran. */
  private OptionalInt refused = OptionalInt.empty();

  /** Whether an exchange has failed and left no routes. */
  private boolean down;

  /** Whether the folder holds something else than what runs, as last looked at. */
  private volatile boolean differs;

  private String told = "";

  Routes(
      OktaSettings settings,
      Catalogue catalogue,
      DataTypeViews views,
      LineTrial trial,
      LinelessTypes lineless,
      Dispatcher dispatcher,
      PullThreads threads,
      Triggers triggers,
      RunningRoutes running,
      ListableBeanFactory beans,
      Environment environment) {
    this.folder = settings.folder("routes");
    this.catalogue = catalogue;
    this.views = views;
    this.trial = trial;
    this.lineless = lineless;
    this.dispatcher = dispatcher;
    this.threads = threads;
    this.triggers = triggers;
    this.running = running;
    this.rehearsal = new RouteRehearsal(beans, environment);
    this.unread = new UnreadFiles(folder);
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder("okta.routes.refused", this, routes -> routes.differs ? 1 : 0)
        .description("1 while the routes folder isn't what runs, because an edit was refused")
        .register(registry);
  }

  /** Loads the folder into a context that has not started yet; a mistake stops the start. */
  void load(CamelContext context) {
    RouteFiles files = RouteFiles.NONE;
    try {
      files = RouteFiles.read(folder);
      check(files);
      RouteLoader.load(context, files);
      checkNames(files);
    } catch (Exception e) {
      throw mistake(e, context, files);
    }
    tryLines(files, context);
    adopt(files);
    unread.tell();
  }

  /** An address that is misspelt is also one that nobody reads from, so Camel is asked first. */
  private void checkNames(RouteFiles files) throws Exception {
    try {
      RouteNames.check(files, folder.resolve(RouteFiles.CATALOGUE));
    } catch (WrongFile e) {
      rehearsal.run(files, RouteFiles.NONE);
      throw e;
    }
  }

  private void tryLines(RouteFiles files, CamelContext context) {
    try {
      askDatabase(files);
    } catch (WrongFile e) {
      throw mistake(e, context, files);
    }
  }

  private void askDatabase(RouteFiles files) {
    views.refuseTaken(files, folder.resolve(RouteFiles.CATALOGUE));
    views.ensure(files.types().values());
    trial.run(files.types().values(), files.catalogue(), folder.resolve(RouteFiles.CATALOGUE));
  }

  /**
   * Builds what was loaded, as the start would do next, to tell a mistake as one in an edit: Camel
   * wouldn't name the file, but show what stands for placeholders.
   */
  void build(CamelContext context) {
    try {
      context.init();
    } catch (RuntimeException e) {
      throw mistake(e, context, live);
    }
  }

  private WrongConfiguration mistake(Exception failure, CamelContext context, RouteFiles files) {
    Exception told = failure;
    if (!(failure instanceof WrongFile)) {
      try {
        rehearsal.run(files, RouteFiles.NONE);
      } catch (Exception e) {
        told = e;
      }
    }
    String problem = RouteProblem.ofStart(told, context, files);
    return new WrongConfiguration(told instanceof WrongFile ? problem : "routes/: " + problem);
  }

  /**
   * Takes over what was edited since, if it is right. Returns whether the routes were exchanged.
   */
  public boolean reload(CamelContext context) {
    if (!busy.compareAndSet(false, true)) {
      return false;
    }
    OptionalInt seen = OptionalInt.empty();
    RouteFiles edited = live;
    try {
      unread.tell();
      seen = OptionalInt.of(RouteFiles.fingerprint(folder));
      if (!isToBeTried(seen)) {
        tellThatItIsRightAgain(seen);
        told = "";
        return false;
      }
      edited = RouteFiles.read(folder);
      seen = OptionalInt.of(edited.fingerprint());
      takeOver(context, edited);
      return true;
    } catch (DataAccessException e) {
      String problem = RouteProblem.of(e, context, edited);
      log.warn("Routes: the edit waits for the database. {}", problem);
      running.refused("the edit waits for the database. " + problem);
    } catch (NothingRunsException e) {
      tellNothingRuns(
          RouteProblem.of(e, context, edited), RouteProblem.of(e.unrestored(), context, live));
    } catch (Exception e) {
      refuse(seen, RouteProblem.of(e, context, edited));
    } finally {
      differs = down || seen.isEmpty() || seen.getAsInt() != live.fingerprint();
      if (!differs) {
        running.nothingRefused();
      }
      busy.set(false);
    }
    return false;
  }

  /** While nothing runs, also what was refused before. */
  private boolean isToBeTried(OptionalInt seen) {
    return down || seen.getAsInt() != live.fingerprint() && !seen.equals(refused);
  }

  private void tellThatItIsRightAgain(OptionalInt seen) {
    boolean wrong = refused.isPresent() || !told.isEmpty();
    if (wrong && !seen.equals(refused)) {
      log.info("Routes: the folder holds what runs again; what was refused is gone");
      refused = OptionalInt.empty();
    }
  }

  private void takeOver(CamelContext context, RouteFiles edited) throws Exception {
    RouteFiles former = live;
    check(edited);
    askDatabase(edited);
    rehearsal.run(edited, live);
    RouteNames.check(edited, folder.resolve(RouteFiles.CATALOGUE));
    exchange(context, edited);
    triggers.agree(context);
    told = "";
    refused = OptionalInt.empty();
    log.info(
        "Routes: took over the edit; {} route files, {} data types",
        edited.files().size(),
        edited.types().size());
    Set<String> gone = RouteIds.of(former);
    gone.removeAll(RouteIds.of(edited));
    if (!gone.isEmpty()) {
      log.warn("Routes: gone with the edit, and what they did with them: {}", gone);
    }
  }

  private void tellNothingRuns(String edit, String former) {
    tell(
        "%s. The edit failed: %s. The former routes failed, too: %s"
            .formatted(NOTHING_RUNS, edit, former));
  }

  private void refuse(OptionalInt seen, String problem) {
    refused = down ? OptionalInt.empty() : seen;
    tell(
        "the edit was refused, %s. %s"
            .formatted(down ? "and " + NOTHING_RUNS : "the routes run on unchanged", problem));
  }

  private void exchange(CamelContext context, RouteFiles edited) throws Exception {
    dispatcher.pause();
    try {
      threads.quiet(PATIENCE);
      RouteLoader.exchange(
          context,
          edited,
          live,
          down ? RouteDifference.everythingOf(edited) : RouteDifference.between(live, edited));
      adopt(edited);
      down = false;
    } catch (Exception e) {
      down = e instanceof NothingRunsException;
      throw e;
    } finally {
      dispatcher.resume();
    }
  }

  /** What stays wrong is looked at every other second, and told once. */
  private void tell(String problem) {
    if (!problem.equals(told)) {
      log.error("Routes: {}", problem);
    }
    told = problem;
    running.refused(problem);
  }

  private void check(RouteFiles files) {
    RouteSchema schema = new RouteSchema();
    files.files().forEach(schema::check);
    RouteIds.check(files, folder.resolve(RouteFiles.CATALOGUE));
    RouteNames.checkTemplates(files, folder.resolve(RouteFiles.CATALOGUE));
  }

  private void adopt(RouteFiles files) {
    catalogue.replace(files.types());
    live = files;
    running.taken(files.files().size(), files.types().size());
    views.remember(files.types().values());
    lineless.tell(files.types().keySet());
  }
}
