package org.oktadata.collect;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.oktadata.okta.FailureKind;
import org.oktadata.okta.OktaFailure;
import org.springframework.stereotype.Component;

/**
 * Which lists wait to be tried again at this moment, and why. While nothing of an org is answered
 * that is all there is to tell: pages come to nothing, and an estimate would be made up.
 */
@Component
class FailingPages {

  /**
   * A bucket that is used up is waited for as planned, and other answers aren't asked for again.
   */
  private static final Set<FailureKind> TRIED_AGAIN =
      EnumSet.of(
          FailureKind.NETWORK,
          FailureKind.TOKEN,
          FailureKind.UNAUTHORIZED,
          FailureKind.SERVER,
          FailureKind.BROKEN_ANSWER);

  private record Failing(String sentence, long since) {}

  private final Map<Pull, Map<String, Failing>> failing = new ConcurrentHashMap<>();
  private final Map<String, Long> answered = new ConcurrentHashMap<>();

  /** A call for the next page of a list failed, not for the first time perhaps. */
  void failed(Pull pull, String request, OktaFailure failure) {
    if (!TRIED_AGAIN.contains(failure.kind())) {
      return;
    }
    failing
        .computeIfAbsent(pull, any -> new ConcurrentHashMap<>())
        .compute(
            request,
            (any, before) ->
                new Failing(
                    failure.sentence(), before == null ? System.nanoTime() : before.since()));
  }

  /** A page of the list came. */
  void answered(Pull pull, String request) {
    answered.put(pull.integration(), System.nanoTime());
    over(pull, request);
  }

  /** Nobody tries the list again. */
  void over(Pull pull, String request) {
    failing.computeIfPresent(
        pull,
        (any, lists) -> {
          lists.remove(request);
          return lists.isEmpty() ? null : lists;
        });
  }

  /** Whether the org has answered nothing at all since the list's page failed first. */
  boolean isAlone(Pull pull, String request) {
    Failing list = failing.getOrDefault(pull, Map.of()).get(request);
    return list != null && isSilent(pull.integration(), list);
  }

  /** Whether a run waits for an org that answers nothing at all. */
  boolean isSilent(long run) {
    return failing.entrySet().stream()
        .filter(pull -> pull.getKey().run() == run)
        .anyMatch(
            pull ->
                pull.getValue().values().stream()
                    .anyMatch(list -> isSilent(pull.getKey().integration(), list)));
  }

  private boolean isSilent(String integration, Failing list) {
    Long last = answered.get(integration);
    return last == null || last - list.since() < 0;
  }

  /** The data types of a run that have lists which wait, each with why one of them does. */
  Map<String, String> reasons(long run) {
    Map<String, String> reasons = new TreeMap<>();
    failing.forEach(
        (pull, lists) -> {
          if (pull.run() == run) {
            lists.values().stream()
                .findFirst()
                .ifPresent(list -> reasons.put(pull.dataType(), list.sentence()));
          }
        });
    return reasons;
  }
}
