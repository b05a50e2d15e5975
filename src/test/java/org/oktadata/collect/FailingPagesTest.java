package org.oktadata.collect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.oktadata.okta.FailureKind;
import org.oktadata.okta.OktaFailure;

class FailingPagesTest {

  private static final Pull USERS = new Pull(7, "acme", "users", RunMode.FULL, 1);
  private static final Pull GROUPS = new Pull(7, "acme", "groups", RunMode.FULL, 1);

  private final FailingPages pages = new FailingPages();

  @Test
  void anOrgIsSilentFromAFailureUntilAnyOfItsListsIsAnswered() {
    pages.answered(USERS, "users");
    assertThat(pages.isSilent(7)).isFalse();
    pages.failed(USERS, "users", failure(FailureKind.NETWORK));
    assertThat(pages.isSilent(7)).isTrue();
    assertThat(pages.isAlone(USERS, "users")).isTrue();
    pages.answered(GROUPS, "groups");
    assertThat(pages.isSilent(7)).isFalse();
    assertThat(pages.isAlone(USERS, "users")).isFalse();
    assertThat(pages.reasons(7)).isEqualTo(Map.of("users", "NETWORK it is."));
    pages.over(USERS, "users");
    assertThat(pages.reasons(7)).isEmpty();
  }

  @Test
  void whatWaitsForABucketDoesNotFail() {
    pages.failed(USERS, "users", failure(FailureKind.RATE_LIMITED));
    assertThat(pages.isSilent(7)).isFalse();
    assertThat(pages.reasons(7)).isEmpty();
  }

  private static OktaFailure failure(FailureKind kind) {
    return new OktaFailure(kind, 0, "", kind + " it is.", "", true);
  }
}
