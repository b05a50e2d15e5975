package org.oktadata.sandbox;

/**
 * How large a generated org is.
 *
 * @param users users that aren't DEPROVISIONED
 * @param deprovisioned DEPROVISIONED users beside them
 * @param groups groups, Everyone among them
 * @param memberships memberships in all groups but Everyone
 * @param largestGroup members of the largest of these groups, 0 for one like the others
 * @param emptyGroups groups without a member
 * @param apps apps
 * @param orgWideApps apps among them that everyone is assigned to
 * @param usersPerApp assignments of each of the other apps
 * @param admins users with an admin role
 * @param devices devices
 * @param events System Log events in the 90 days before the start
 * @param stories whether the {@link SandboxStories} take place
 */
public record OrgSize(
    int users,
    int deprovisioned,
    int groups,
    int memberships,
    int largestGroup,
    int emptyGroups,
    int apps,
    int orgWideApps,
    int usersPerApp,
    int admins,
    int devices,
    int events,
    boolean stories) {

  /** A middle-sized org: 2,000 users. */
  public static OrgSize standard() {
    return ofUsers(2_000);
  }

  /** An org of that many users, everything else in proportion. */
  public static OrgSize ofUsers(int users) {
    int groups = Math.max(6, users / 20);
    return new OrgSize(
        users,
        Math.max(3, users / 50),
        groups,
        users * 3 / 5 + (groups - 2) * Math.min(88, users / 4),
        users * 3 / 5,
        groups > 50 ? 3 : 1,
        Math.max(8, Math.min(2_000, users / 30)),
        4,
        Math.min(users, 150),
        Math.max(4, Math.min(60, users / 65)),
        users * 4 / 5,
        Math.min(100_000, users * 10),
        users >= 100);
  }

  /** 60 users: enough to see every kind of document, quick to collect. */
  public static OrgSize tiny() {
    return ofUsers(60);
  }

  /**
   * The tenant that collectors are compared on: 10,000 users, 500 groups with 59,949 memberships
   * (Everyone's among them), 300 apps with 143,500 assignments, 30 admins, 8,000 devices.
   */
  public static OrgSize comparison() {
    return new OrgSize(10_000, 12, 500, 49_949, 0, 0, 300, 10, 150, 30, 8_000, 50_000, false);
  }

  /** The same with that many System Log events. */
  public OrgSize withEvents(int count) {
    return new OrgSize(
        users,
        deprovisioned,
        groups,
        memberships,
        largestGroup,
        emptyGroups,
        apps,
        orgWideApps,
        usersPerApp,
        admins,
        devices,
        count,
        stories);
  }

  /** The same with or without stories. */
  public OrgSize withStories(boolean told) {
    return new OrgSize(
        users,
        deprovisioned,
        groups,
        memberships,
        largestGroup,
        emptyGroups,
        apps,
        orgWideApps,
        usersPerApp,
        admins,
        devices,
        events,
        told);
  }
}
