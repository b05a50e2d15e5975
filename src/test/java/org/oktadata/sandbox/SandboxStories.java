package org.oktadata.sandbox;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * What is wrong in a generated org, so that tests can ask whether it was found. The people of the
 * stories have the indexes 61 to 99; the events of the stories lie in the hours before the start.
 */
public final class SandboxStories {
  /**
   * A story.
   *
   * @param subjects the ids of whom or what it is about
   * @param finding what one would expect to be told
   */
  public record Story(
      String id, String sentence, String finding, Function<SandboxOrg, List<String>> subjects) {

    /** The ids of whom or what it is about in an org. */
    public List<String> subjectsIn(SandboxOrg org) {
      return subjects.apply(org);
    }
  }

  static final int FIRST_PERSON = 61;
  static final int LAST_PERSON = 99;

  public static final Story DORMANT =
      people(
          "dormant",
          "Three people haven't signed in for more than 120 days.",
          "Dormant account",
          61,
          62,
          63);
  public static final Story NEVER_LOGGED_IN =
      people(
          "never-logged-in",
          "Two accounts were activated 60 days ago and never used.",
          "Never logged in",
          64,
          65);
  public static final Story WITHOUT_MFA =
      people(
          "without-mfa",
          "Three people have no factor but their password.",
          "User without MFA",
          66,
          67,
          68);
  public static final Story WEAK_FACTORS =
      people(
          "weak-factors",
          "Two people have only SMS, a question or mail as factor.",
          "Only weak factors",
          69,
          70);
  public static final Story SHARED_PHONE =
      people(
          "shared-phone",
          "Two people get their SMS codes on the same phone.",
          "Phone number shared",
          71,
          72);
  public static final Story SERVICE_ACCOUNT =
      people(
          "service-account-super-admin",
          "A service account is super administrator.",
          "Service account with admin role",
          73);
  public static final Story ADMIN_WITHOUT_MFA =
      people(
          "admin-without-mfa",
          "An organization administrator has no factor.",
          "Admin without MFA",
          74);
  public static final Story TOO_MANY_SUPER_ADMINS =
      people(
          "too-many-super-admins",
          "Eight more people than needed are super administrators.",
          "Too many super admins",
          75,
          76,
          77,
          78,
          79,
          80,
          81,
          82);
  public static final Story LEAVER =
      people(
          "leaver-with-app",
          "Somebody who left is still assigned to an app.",
          "Deactivated user with app access",
          83);
  public static final Story PUSH_FLOOD =
      people(
          "mfa-push-flood",
          "Somebody declined ten pushes in five minutes and accepted the next.",
          "MFA bombing then success",
          84);
  public static final Story IMPOSSIBLE_TRAVEL =
      people(
          "impossible-travel",
          "Somebody signed in from Berlin, and 20 minutes later from Singapore.",
          "Impossible travel",
          85);
  public static final Story SESSION_THEFT =
      people(
          "session-theft",
          "One session was used from two devices in two networks.",
          "Stolen session cookie",
          86);
  public static final Story NEW_COUNTRY =
      people(
          "new-country",
          "Somebody signed in from a country that nobody in the org was ever in.",
          "Sign-in from a new country",
          87);
  public static final Story DORMANT_AWAKE =
      people(
          "dormant-awake",
          "An account that was silent for five months signed in.",
          "Dormant account woke up",
          88);
  public static final Story NEW_SUPER_ADMIN =
      people(
          "new-super-admin",
          "A new super administrator deactivated a policy minutes later.",
          "New super admin weakened a policy",
          89);
  public static final Story BRUTE_FORCE =
      people(
          "brute-force",
          "Somebody's password was tried thirty times until the account was locked.",
          "Brute force and lock-out",
          90);
  public static final Story APP_DENIALS =
      people(
          "app-denials",
          "Somebody was denied many apps in a short time.",
          "Unauthorised app access attempts",
          91);
  public static final Story TOKEN_FROM_ELSEWHERE =
      people(
          "api-token-from-elsewhere",
          "An API token was created and at once used from a new place.",
          "New API token used from a new place",
          92);
  public static final Story PASSWORD_SPRAY =
      new Story(
          "password-spray",
          "One address tried two passwords for 25 people.",
          "Password spray",
          org -> IntStream.range(20, 45).mapToObj(index -> org.users().at(index).id()).toList());
  public static final Story IMPERSONATION =
      things(
          "support-impersonation",
          "Okta support acted in the org.",
          "Support impersonation",
          SandboxOrg.ORG_ID);
  public static final Story ZONE_DELETED =
      things(
          "zone-deleted",
          "A network zone that blocked addresses was deleted.",
          "Network zone deleted",
          "nzok00torexitnodes0005d7");
  public static final Story STALE_TOKEN =
      things(
          "stale-api-token",
          "An API token wasn't used for 400 days.",
          "Stale API token",
          "00Tk00apitoken0040005d7");
  public static final Story UNUSED_TOKEN =
      things(
          "unused-api-token",
          "An API token was never used.",
          "API token never used",
          "00Tk00apitoken0020005d7");
  public static final Story OPEN_TOKEN =
      things(
          "api-token-anywhere",
          "An API token works from any network.",
          "API token without network restriction",
          "00Tk00apitoken0030005d7");
  public static final Story MIGHTY_INTEGRATION =
      things(
          "over-privileged-integration",
          "An API service integration may manage users, roles and policies.",
          "Over-privileged API service integration",
          "0oak00apiservice300005d7");
  public static final Story WEAK_PASSWORDS =
      things(
          "weak-password-policy",
          "A password policy is content with six characters.",
          "Password policy too weak",
          "00pk00passwordlegacy005d");
  public static final Story SIGN_ON_WITHOUT_MFA =
      things(
          "sign-on-without-mfa",
          "A global session rule asks for no factor.",
          "Sign-on rule without MFA",
          "0prk00signonemployees005d");
  public static final Story APP_POLICY_ONE_FACTOR =
      things(
          "app-policy-one-factor",
          "An app sign-in rule is content with one factor.",
          "App sign-in rule without MFA",
          "rulk00contractor00000005");
  public static final Story THREAT_INSIGHT =
      things(
          "threat-insight-audit",
          "ThreatInsight only logs.",
          "ThreatInsight doesn't block",
          SandboxOrg.ORG_ID);
  public static final Story LOG_STREAM =
      things(
          "log-stream-off",
          "The log stream was deactivated.",
          "Log stream deactivated",
          "0oak00logstream000005d7x");

  /** All stories. */
  public static final List<Story> ALL = all();

  private SandboxStories() {}

  private static List<Story> all() {
    List<Story> all = new ArrayList<>();
    for (Field field : SandboxStories.class.getDeclaredFields()) {
      if (field.getType() == Story.class) {
        try {
          all.add((Story) field.get(null));
        } catch (IllegalAccessException impossible) {
          throw new IllegalStateException(impossible);
        }
      }
    }
    return List.copyOf(all);
  }

  private static Story people(String id, String sentence, String finding, int... indexes) {
    return new Story(
        id,
        sentence,
        finding,
        org -> IntStream.of(indexes).mapToObj(index -> org.users().at(index).id()).toList());
  }

  private static Story things(String id, String sentence, String finding, String... ids) {
    return new Story(id, sentence, finding, org -> List.of(ids));
  }
}
