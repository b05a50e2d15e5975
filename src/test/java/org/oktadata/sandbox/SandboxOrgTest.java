package org.oktadata.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SandboxOrgTest {
  private static final Instant START = Instant.parse("2026-05-04T03:02:01Z");

  @Test
  void theComparisonOrgHasTheAgreedSize() {
    SandboxTruth truth = SandboxOrg.generate(OrgSize.comparison(), 1).truth();
    assertThat(truth.userCount()).isEqualTo(10_012);
    assertThat(truth.users(User.DEPROVISIONED)).hasSize(12);
    assertThat(truth.groups()).hasSize(500);
    assertThat(truth.groupMemberCount()).isEqualTo(59_949);
    assertThat(truth.apps()).hasSize(300);
    assertThat(truth.appUserCount()).isEqualTo(143_500);
    assertThat(truth.appGroups()).hasSize(600);
    assertThat(truth.devices()).hasSize(8_000);
    assertThat(
            truth.adminRoles().stream()
                .filter(role -> role.assigneeType().equals("USER"))
                .map(SandboxTruth.AdminRole::assigneeId)
                .distinct())
        .hasSize(30);
  }

  @Test
  void theSameSeedMakesTheSameOrgAndAnotherSeedAnother() {
    assertThat(text(5)).isEqualTo(text(5)).isNotEqualTo(text(6));
  }

  @Test
  void idsLeadBackToTheirIndex() {
    Ids ids = new Ids(3);
    Set<String> seen = new HashSet<>();
    IntStream.range(0, 20_000)
        .forEach(
            index -> {
              String id = ids.of(Ids.USER, index);
              assertThat(id).hasSize(20);
              assertThat(ids.indexOf(Ids.USER, id)).isEqualTo(index);
              seen.add(id);
            });
    assertThat(seen).hasSize(20_000);
    assertThat(ids.indexOf(Ids.GROUP, ids.of(Ids.USER, 1))).isEqualTo(-1);
    assertThat(ids.indexOf(Ids.USER, new Ids(4).of(Ids.USER, 1))).isEqualTo(-1);
  }

  @Test
  void aMillionUsersNeedNoMemoryOfTheirOwn() {
    SandboxOrg org = SandboxOrg.generate(OrgSize.ofUsers(1_000_000), 1);
    System.gc();
    long before = used();
    SandboxOrg another = SandboxOrg.generate(OrgSize.ofUsers(1_000_000), 2);
    System.gc();
    assertThat(used() - before).isLessThan(20_000_000);
    assertThat(org.users().at(999_999).id()).isNotEqualTo(another.users().at(999_999).id());
  }

  @Test
  void everyStoryHasItsSubjectsInTheOrg() {
    SandboxOrg org = SandboxOrg.generate(OrgSize.standard(), 1);
    assertThat(SandboxStories.ALL)
        .hasSizeGreaterThan(28)
        .extracting(SandboxStories.Story::id)
        .doesNotHaveDuplicates();
    Set<String> users = org.truth().users();
    for (SandboxStories.Story story : SandboxStories.ALL) {
      assertThat(story.subjectsIn(org)).as(story.id()).isNotEmpty();
      story.subjectsIn(org).stream()
          .filter(id -> id.startsWith("00u"))
          .forEach(id -> assertThat(users).contains(id));
    }
    assertThat(org.truth().usersWithoutFactor())
        .containsAll(SandboxStories.WITHOUT_MFA.subjectsIn(org))
        .containsAll(SandboxStories.ADMIN_WITHOUT_MFA.subjectsIn(org));
    assertThat(org.truth().appUsers())
        .extracting(SandboxTruth.Edge::child)
        .containsAll(SandboxStories.LEAVER.subjectsIn(org));
  }

  @Test
  void usersHaveEveryStatus() {
    SandboxTruth truth = SandboxOrg.generate(OrgSize.standard(), 1).truth();
    for (String status :
        new String[] {
          "ACTIVE",
          "STAGED",
          "PROVISIONED",
          "SUSPENDED",
          "LOCKED_OUT",
          "PASSWORD_EXPIRED",
          "RECOVERY",
          "DEPROVISIONED"
        }) {
      assertThat(truth.users(status)).as(status).isNotEmpty();
    }
  }

  private static String text(long seed) {
    SandboxOrg org = SandboxOrg.generate(OrgSize.ofUsers(100), seed, START);
    return org.userText(org.users().at(7), "") + org.truth().groupMembers() + org.log().uuids();
  }

  private static long used() {
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
