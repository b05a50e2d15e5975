package org.oktadata.sandbox;

/** What happens in an org all day: people sign in, open apps and sign out. */
final class EverydayEvents {
  private EverydayEvents() {}

  static SandboxEvent of(SandboxOrg org, Dice dice, int index) {
    Users users = org.users();
    int who = dice.below(users.active(), "event user", index);
    if (who >= SandboxStories.FIRST_PERSON && who <= SandboxStories.LAST_PERSON) {
      who = 0;
    }
    User user = users.at(who);
    if (user == null) {
      return SandboxEvent.of("system.import.complete").message("Completed import");
    }
    SandboxPlace office = dice.pick(SandboxPlace.OFFICES, "office", who);
    String session = "102" + Long.toString(dice.roll("session", index / 4) & Long.MAX_VALUE, 36);
    SandboxEvent event =
        switch (dice.below(10, "event", index)) {
          case 0, 1, 2 -> SandboxEvent.of("user.session.start").message("User login to Okta");
          case 3, 4, 5, 6 -> singleSignOn(org, dice, index);
          case 7 ->
              SandboxEvent.of("user.authentication.auth_via_mfa")
                  .message("Authentication of user via MFA")
                  .debug("factor", "OKTA_VERIFY_PUSH");
          case 8 ->
              SandboxEvent.of("policy.evaluate_sign_on")
                  .message("Evaluation of sign-on policy")
                  .outcome("ALLOW", "Sign-on policy evaluation resulted in ALLOW");
          default -> SandboxEvent.of("user.session.end").message("User logout from Okta");
        };
    return event
        .actor(user)
        .target(user)
        .from(office.withIp(office.ip().replaceAll("\\d+$", String.valueOf(1 + who % 250))))
        .session(session)
        .transaction("Z" + Long.toString(dice.roll("transaction", index) & Long.MAX_VALUE, 36))
        .behaviors(
            "New Geo-Location=NEGATIVE, New Device=NEGATIVE, New IP=NEGATIVE, New State=NEGATIVE, New Country=NEGATIVE, Velocity=NEGATIVE, New City=NEGATIVE")
        .debug("risk", "{level=LOW}")
        .debug("threatSuspected", "false");
  }

  private static SandboxEvent singleSignOn(SandboxOrg org, Dice dice, int index) {
    int app = dice.below(org.apps().count(), "event app", index);
    return SandboxEvent.of("user.authentication.sso")
        .message("User single sign on to app")
        .target(org.apps().id(app), "AppInstance", org.apps().label(app), org.apps().label(app));
  }
}
