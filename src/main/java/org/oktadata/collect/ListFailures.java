package org.oktadata.collect;

import org.apache.camel.Exchange;
import org.apache.camel.Variable;
import org.oktadata.catalogue.Catalogue;
import org.oktadata.catalogue.DataType;
import org.oktadata.instances.Fence;
import org.oktadata.okta.FailedStep;
import org.oktadata.okta.FailureKind;
import org.oktadata.okta.OktaFailure;
import org.oktadata.store.SqlState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Writes into the ledger what a list came to whose page could not be had. */
@Component
public class ListFailures {

  private static final Logger log = LoggerFactory.getLogger(ListFailures.class);

  /** So many lists that are refused, and none that is answered, are no matter of one of them. */
  private static final int REFUSED = 5;

  /** So many lists that fail one after another, whatever came before: so will the rest. */
  private static final int FAILED = 31;

  private final Ledger ledger;
  private final Catalogue catalogue;
  private final Dispatcher dispatcher;
  private final Pipelines pipelines;
  private final OrgAccess access;
  private final Fence fence;

  ListFailures(
      Ledger ledger,
      Catalogue catalogue,
      Dispatcher dispatcher,
      Pipelines pipelines,
      OrgAccess access,
      Fence fence) {
    this.ledger = ledger;
    this.catalogue = catalogue;
    this.dispatcher = dispatcher;
    this.pipelines = pipelines;
    this.access = access;
    this.fence = fence;
  }

  /**
   * A list that could not be read to its end.
   *
   * @param request its name in the ledger
   * @param parent whose rows it holds; empty where it is the org's
   * @param calls how many failed since the last page that came
   * @param lists the others of its pull
   * @param failure what became of the last call
   * @param sentence what to tell of it
   */
  private record Failed(
      Pull pull,
      DataType type,
      String request,
      String parent,
      int calls,
      PlannedLists lists,
      OktaFailure failure,
      String sentence) {}

  /** Settles one list. A pull that was told to stop leaves its lists as they are. */
  public void settle(
      Exchange exchange,
      @Variable("pull") Pull pull,
      @Variable("request") String request,
      @Variable("parent") String parent,
      @Variable("failed") int failed,
      @Variable("lists") PlannedLists lists) {
    if (!dispatcher.goesOn(pull)) {
      return;
    }
    DataType type = catalogue.get(pull.dataType());
    OktaFailure failure = OktaFailure.explain(exchange);
    String sentence = sentence(exchange, failure, type);
    Failed list = new Failed(pull, type, request, parent, failed, lists, failure, sentence);
    fence.within(pull.integration(), pull.lease(), () -> settle(list));
  }

  private void settle(Failed list) {
    access.failed(list.pull(), list.request(), list.failure());
    if (ledger.isRead(list.pull(), list.request()) || isAbsent(list)) {
      return;
    }
    switch (list.failure().kind()) {
      case STOPPED -> log.debug("{} {}: stopped", list.pull().integration(), list.type().name());
      case GONE -> gone(list);
      case CURSOR_REFUSED -> restart(list);
      case SERVER, TOO_LARGE -> halve(list);
      case TOKEN -> failAll(list);
      case UNAUTHORIZED -> unauthorized(list);
      case FORBIDDEN_ROLE, FORBIDDEN_SCOPE -> forbidden(list);
      case FEATURE_ABSENT -> leave(list, explain(Lack.FEATURE, list));
      default -> failed(list);
    }
  }

  private boolean isAbsent(Failed list) {
    Lack lack = lack(list);
    return lack != null
        && ledger.absent(list.pull(), list.request(), list.calls(), lack, explain(lack, list));
  }

  /** Why the org has no such list; null if the failure is of another kind. */
  private Lack lack(Failed list) {
    if (list.failure().kind() == FailureKind.FEATURE_ABSENT) {
      if (list.type().neverEmpty()) {
        return null; // Every org has it, so what Okta says of the org isn't so.
      }
      return pipelines.isClassic(list.pull().integration()) ? Lack.ENGINE : Lack.FEATURE;
    }
    return list.type().isLacked(list.failure()) ? Lack.LIST : null;
  }

  private static String explain(Lack lack, Failed list) {
    return switch (lack) {
      case LIST -> "Not in this org: " + list.sentence();
      case ENGINE -> Pipelines.NOT_IN_CLASSIC.formatted(list.type().name());
      case FEATURE -> list.sentence() + " " + Remedy.feature(list.type());
    };
  }

  private void gone(Failed list) {
    DataType type = list.type();
    if (!type.touched().child().isEmpty() && !list.request().equals(list.parent())) {
      ledger.goneAlone(list.pull(), list.request(), list.parent(), list.calls());
    } else if (type.perParent()) {
      ledger.gone(list.pull(), list.request(), list.parent(), list.calls(), !isDoubtful(list));
    } else if (type.isAskedForAlone(list.request())) {
      ledger.purged(
          list.pull(),
          list.request(),
          list.calls(),
          catalogue.names(other -> other.parent().equals(type.name())),
          catalogue.names(other -> other.refers().equals(type.name())));
    } else {
      leave(list);
    }
  }

  /**
   * What a complete reading has just listed is seldom gone, and an app that may list objects and
   * open none gets 404 for each. Until one list is answered, the end of the pull decides.
   */
  private static boolean isDoubtful(Failed list) {
    return list.pull().complete() && !list.lists().answered();
  }

  private void restart(Failed list) {
    if (ledger.restart(list.pull(), list.request(), list.calls())) {
      log.info(
          "{} {}: starts again from its first page. {}",
          list.pull().integration(),
          list.type().name(),
          list.sentence());
    } else {
      leave(list);
    }
  }

  /** Okta answers some large pages with 500, others are more than is read: half may do. */
  private void halve(Failed list) {
    if (!ledger.halve(list.pull(), list.request(), list.calls())) {
      failed(list);
    }
  }

  /**
   * A missing role fails every list of the type alike. One that is refused by itself, such as the
   * factors of an administrator, mustn't: the others may be on their way. What events touched may
   * be the one object that a role leaves out.
   */
  private void forbidden(Failed list) {
    if (list.pull().mode().readsTouched()) {
      failed(list);
      return;
    }
    if (list.lists().countFailure() >= REFUSED && !list.lists().answered()) {
      failAll(list);
    }
    leave(list);
  }

  /** Okta took no new token either: for this list, or for none, as when a grant was lost. */
  private void unauthorized(Failed list) {
    if (list.lists().countFailure() >= REFUSED) {
      failAll(list);
    }
    leave(list);
  }

  private void failed(Failed list) {
    if (list.lists().countFailure() >= FAILED) {
      failAll(list);
    }
    leave(list);
  }

  private void failAll(Failed list) {
    ledger.failAll(list.pull(), list.sentence());
    list.lists().giveUp();
  }

  /** It could not be read: the rows that it had stay. */
  private void leave(Failed list) {
    leave(list, list.sentence());
  }

  private void leave(Failed list, String reason) {
    ledger.failed(list.pull(), list.request(), list.calls(), reason);
  }

  private static String sentence(Exchange exchange, OktaFailure failure, DataType type) {
    String state = PageFailures.sqlState(exchange);
    if (state != null) {
      return SqlState.CONTENT.has(state)
          ? "Okta's answer is not JSON that the database can hold (SQL state %s).".formatted(state)
          : "The database refused the page (SQL state %s)%s."
              .formatted(state, FailedStep.placeOf(exchange).map(" at %s"::formatted).orElse(""));
    }
    return switch (failure.kind()) {
      case FORBIDDEN_ROLE -> failure.sentence() + " " + Remedy.role(type);
      case FORBIDDEN_SCOPE -> Remedy.scope(type, failure);
      default -> failure.sentence();
    };
  }
}
