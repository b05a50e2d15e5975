package org.oktadata.okta;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which paths share a bucket, told from limits and windows alone. */
class BucketFamiliesTest {
  private static final String LIST = "/api/v1/users";
  private static final String FACTORS = "/api/v1/users/{}/factors";
  private static final String ROLES = "/api/v1/users/{}/roles";
  private final BucketFamilies families = new BucketFamilies(LIST);

  @Test
  void pathsThatShowTheSameLimitAndWindowStayTogether() {
    for (int second = 0; second < 300; second++) {
      answer(second % 2 == 0 ? LIST : FACTORS, 600, second / 60 * 60 + 60, second);
    }
    assertThat(families.lane(FACTORS)).isEqualTo(LIST);
  }

  @Test
  void aPathThatKeepsShowingAnotherLimitGetsALaneOfItsOwn() {
    answer(LIST, 600, 60, 0);
    assertThat(answer(FACTORS, 1200, 40, 1)).isFalse();
    assertThat(answer(FACTORS, 1200, 40, 1)).isFalse();
    assertThat(answer(FACTORS, 1200, 40, 2)).isTrue();
    assertThat(families.lane(FACTORS)).isEqualTo(FACTORS);
    assertThat(families.lane(LIST)).isEqualTo(LIST);
  }

  @Test
  void aPathWithAnotherWindowOfTheSameLimitGetsALaneOfItsOwn() {
    for (int second = 0; second < 4; second++) {
      answer(LIST, 600, 60, second);
      answer(FACTORS, 600, 25, second);
    }
    assertThat(families.lane(FACTORS)).isNotEqualTo(families.lane(LIST));
  }

  @Test
  void windowsThatEndAreNoneThatMove() {
    for (int second = 0; second < 180; second++) {
      answer(LIST, 600, second / 60 * 60 + 60, second);
    }
    for (int second = 180; second < 184; second++) {
      answer(LIST, 600, 240, second);
      answer(FACTORS, 600, 205, second);
    }
    assertThat(families.lane(FACTORS)).isNotEqualTo(families.lane(LIST));
  }

  @Test
  void windowsThatMoveWithEveryAnswerSayNothing() {
    for (int second = 0; second < 200; second++) {
      answer(second % 10 == 0 ? LIST : FACTORS, 600, second + 60, second);
    }
    assertThat(families.lane(FACTORS)).isEqualTo(LIST);
  }

  @Test
  void pathsThatMovedForTheSameReasonShareALane() {
    for (int second = 0; second < 20; second++) {
      answer(LIST, 600, 60, second);
      answer(FACTORS, 1200, 30, second);
      answer(ROLES, 1200, 30, second);
    }
    assertThat(families.lane(LIST)).isNotEqualTo(families.lane(FACTORS));
    assertThat(families.lane(ROLES)).isEqualTo(families.lane(FACTORS));
  }

  @Test
  void aLimitThatIsChangedForAllSplitsNobodyForLong() {
    answer(LIST, 600, 60, 0);
    answer(FACTORS, 600, 60, 1);
    for (int second = 2; second < 20; second++) {
      answer(FACTORS, 300, 60, second);
    }
    for (int second = 61; second < 70; second++) {
      answer(LIST, 300, 120, second);
      answer(FACTORS, 300, 120, second);
    }
    assertThat(families.lane(FACTORS)).isEqualTo(families.lane(LIST));
  }

  @Test
  void theEndOfAWindowIsNoReasonToSplit() {
    for (int window = 1; window < 6; window++) {
      for (int second = 0; second < 60; second++) {
        // Answers arrive out of order, and ends of windows are rounded either way.
        answer(
            second % 3 == 0 ? LIST : FACTORS,
            600,
            window * 60 + second % 2,
            window * 60 - 60 + second);
        answer(FACTORS, 600, window * 60 - 60, window * 60 - 61);
      }
    }
    assertThat(families.lane(FACTORS)).isEqualTo(LIST);
  }

  @ParameterizedTest
  @CsvSource({
    "https://acme.okta.com/api/v1/users?limit=200&after=00u1, /api/v1/users",
    "https://acme.okta.com/api/v1/users/00u1abcdefghijkLM5d7/factors, /api/v1/users/{}/factors",
    "/api/v1/users/{id}/factors, /api/v1/users/{}/factors",
    "/api/v1/meta/schemas/user/{schema_id}, /api/v1/meta/schemas/user/{}",
    "http://127.0.0.1:8090/api/v1/device-posture-checks, /api/v1/device-posture-checks",
    "/integrations/api/v1/api-services/{id}/credentials/secrets, /integrations/api/v1/api-services/{}/credentials/secrets",
    "/attack-protection/api/v1/authenticator-settings, /attack-protection/api/v1/authenticator-settings"
  })
  void idsAreTakenOutOfAPath(String url, String family) {
    assertThat(PathFamily.of(url)).isEqualTo(family);
  }

  private boolean answer(String family, long limit, long reset, long date) {
    return families.saw(
        family, new RateLimit(limit, limit / 2, 1_800_000_000L + reset, 1_800_000_000L + date));
  }
}
