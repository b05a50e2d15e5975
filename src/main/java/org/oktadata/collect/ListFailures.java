package org.oktadata.collect;

import org.apache.camel.Exchange;
import org.apache.camel.Variable;
import org.oktadata.catalogue.Catalogue;
import org.oktadata.catalogue.DataType;
import org.oktadata.instances.Fence;
import org.oktadata.okta.FailureKind;
import org.oktadata.okta.OktaFailure;
import org.oktadata.okta.RetryDelay;
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

  private final Ledger ledger;
  private final Catalogue catalogue;
  private final Dispatcher dispatcher;
  private final RetryDelay retryDelay;
  private final Pipelines pipelines;
  private final OrgAccess access;
  private final Fence fence;

  ListFailures(
      Ledger ledger,
      Catalogue catalogue,
      Dispatcher dispatcher,
      RetryDelay retryDelay,
      Pipelines pipelines,
      OrgAccess access,
      Fence fence) {
    this.ledger = ledger;
    this.catalogue = catalogue;
    this.dispatcher = dispatcher;
    this.retryDelay = retryDelay;
    this.pipelines = pipelines;
    this.access = access;
    this.fence = fence;
  }

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
    OktaFailure failure = retryDelay.explain(exchange);
    String sentence = sentence(exchange, failure, type);
    fence.within(
        pull.integration(),
        pull.lease(),
        () -> settle(pull, type, request, parent, failed, lists, failure, sentence));
  }

  private void settle(
      Pull pull,
      DataType type,
      String request,
      String parent,
      int failed,
      PlannedLists lists,
      OktaFailure failure,
      String sentence) {
    access.failed(pull, failure);
    Lack lack = lack(pull, type, failure);
    if (lack != null && ledger.absent(pull, request, failed, lack, explain(lack, type, sentence))) {
      return;
    }
    switch (failure.kind()) {
      case STOPPED -> log.debug("{} {}: stopped", pull.integration(), pull.dataType());
      case GONE -> gone(pull, type, request, parent, failed, sentence);
      case CURSOR_REFUSED -> restart(pull, request, failed, sentence);
      case SERVER -> halve(pull, lists, request, failed, sentence);
      case TOKEN, UNAUTHORIZED -> ledger.failAll(pull, sentence);
      case FORBIDDEN_ROLE, FORBIDDEN_SCOPE -> forbidden(pull, lists, request, failed, sentence);
      default -> failed(pull, lists, request, failed, sentence);
    }
  }

  /** Why the org has no such list; null if the failure is of another kind. */
  private Lack lack(Pull pull, DataType type, OktaFailure failure) {
    if (failure.kind() == FailureKind.FEATURE_ABSENT) {
      return pipelines.isClassic(pull.integration()) ? Lack.ENGINE : Lack.FEATURE;
    }
    return type.isLacked(failure) ? Lack.LIST : null;
  }

  private static String explain(Lack lack, DataType type, String sentence) {
    return switch (lack) {
      case LIST -> "Not in this org: " + sentence;
      case ENGINE -> Pipelines.NOT_IN_CLASSIC.formatted(type.name());
      case FEATURE -> sentence + " " + Remedy.feature(type);
    };
  }

  private void gone(
      Pull pull, DataType type, String request, String parent, int failed, String sentence) {
    if (!type.child().isEmpty() && !request.equals(parent)) {
      ledger.goneAlone(pull, request, parent, failed);
    } else if (type.perParent()) {
      ledger.gone(pull, request, parent, failed);
    } else if (type.isAskedForAlone(request)) {
      ledger.purged(
          pull,
          request,
          failed,
          catalogue.names(other -> other.parent().equals(type.name())),
          catalogue.names(other -> other.refers().equals(type.name())));
    } else {
      ledger.failed(pull, request, failed, sentence);
    }
  }

  private void restart(Pull pull, String request, int failed, String sentence) {
    if (ledger.restart(pull, request, failed)) {
      log.info(
          "{} {}: starts again from its first page. {}",
          pull.integration(),
          pull.dataType(),
          sentence);
    } else {
      ledger.failed(pull, request, failed, sentence);
    }
  }

  /** Okta answers some large pages with 500: half a page may do. */
  private void halve(Pull pull, PlannedLists lists, String request, int failed, String sentence) {
    if (!ledger.halve(pull, request, failed)) {
      failed(pull, lists, request, failed, sentence);
    }
  }

  /**
   * A missing role fails every list of the type alike. One that is refused by itself, such as the
   * factors of an administrator, mustn't: the others may be on their way. What events touched may
   * be the one object that a role leaves out.
   */
  private void forbidden(
      Pull pull, PlannedLists lists, String request, int failed, String sentence) {
    if (pull.mode().readsTouched()) {
      failed(pull, lists, request, failed, sentence);
      return;
    }
    if (lists.failedInRow() >= REFUSED && !lists.answered()) {
      ledger.failAll(pull, sentence);
    }
    ledger.failed(pull, request, failed, sentence);
  }

  private void failed(Pull pull, PlannedLists lists, String request, int failed, String sentence) {
    if (lists.failedInRow() > 30) {
      ledger.failAll(pull, sentence);
    }
    ledger.failed(pull, request, failed, sentence);
  }

  private static String sentence(Exchange exchange, OktaFailure failure, DataType type) {
    String state = PageFailures.sqlState(exchange);
    if (state != null) {
      return SqlState.CONTENT.has(state)
          ? "Okta's answer is not JSON that the database can hold (SQL state %s).".formatted(state)
          : "The database refused the page (SQL state %s).".formatted(state);
    }
    return switch (failure.kind()) {
      case FORBIDDEN_ROLE -> failure.sentence() + " " + Remedy.role(type);
      case FORBIDDEN_SCOPE -> failure.sentence() + " " + Remedy.scope(type);
      default -> failure.sentence();
    };
  }
}
