package org.oktadata.sandbox;

/** What of the {@link SandboxStories} stands in the System Log, in the hours before the start. */
final class LogStories {
  private static final long MINUTE = 60_000L;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;
  private static final String NEW_PLACE =
      "New Geo-Location=POSITIVE, New Device=POSITIVE, New IP=POSITIVE, New State=POSITIVE, New Country=POSITIVE, Velocity=NEGATIVE, New City=POSITIVE";

  private final SandboxOrg org;

  LogStories(SandboxOrg org) {
    this.org = org;
  }

  void tell() {
    impersonation(30 * HOUR);
    logStream(26 * HOUR);
    zone(9 * HOUR);
    spray(7 * HOUR);
    newSuperAdmin(5 * HOUR);
    travel(4 * HOUR);
    bruteForce(3 * HOUR);
    pushFlood(2 * HOUR);
    sessionTheft(100 * MINUTE);
    apiToken(80 * MINUTE);
    newCountry(60 * MINUTE);
    awake(50 * MINUTE);
    denials(40 * MINUTE);
    late();
  }

  private void impersonation(long ago) {
    add(
        SandboxEvent.of("user.session.impersonation.initiate")
            .message("Impersonation session initiated")
            .severity("WARN")
            .actor("00usupportperson000005d7", "User", "support@okta.com", "Okta Support")
            .target(SandboxOrg.ORG_ID, "Org", null, "Acme")
            .from(SandboxPlace.NEW_YORK),
        ago);
  }

  private void logStream(long ago) {
    add(
        SandboxEvent.of("system.log_stream.lifecycle.deactivate")
            .message("Deactivate log stream")
            .severity("WARN")
            .target("0oak00logstream000005d7x", "LogStream", null, "EventBridge"),
        ago);
  }

  private void zone(long ago) {
    add(
        SandboxEvent.of("zone.delete")
            .message("Delete of a Network Zone")
            .actor(user(1))
            .from(SandboxPlace.LONDON)
            .target("nzok00torexitnodes0005d7", "NetworkZone", null, "Tor exit nodes"),
        ago);
  }

  private void spray(long ago) {
    for (int round = 0; round < 2; round++) {
      for (int index = 20; index < 45; index++) {
        add(
            failedLogin(user(index), SandboxPlace.ANONYMOUS, "INVALID_CREDENTIALS"),
            ago - round * 6 * MINUTE - index * 4_000L);
      }
    }
  }

  private void newSuperAdmin(long ago) {
    User chosen = user(89);
    add(
        SandboxEvent.of("user.account.privilege.grant")
            .message("Grant user privilege")
            .actor(user(0))
            .from(SandboxPlace.BERLIN)
            .target(chosen)
            .debug("privilegeGranted", "Super administrator"),
        ago);
    add(
        SandboxEvent.of("policy.lifecycle.deactivate")
            .message("Deactivate policy")
            .actor(chosen)
            .from(SandboxPlace.LAGOS)
            .target(
                "00pk00olddenypolicy005d7",
                "PolicyEntity",
                "ACCESS_POLICY",
                "Block unknown devices"),
        ago - 12 * MINUTE);
  }

  private void travel(long ago) {
    add(login(user(85), SandboxPlace.BERLIN, "102travelfirst"), ago);
    add(
        login(user(85), SandboxPlace.SINGAPORE, "102travelsecond")
            .behaviors(NEW_PLACE.replace("Velocity=NEGATIVE", "Velocity=POSITIVE")),
        ago - 20 * MINUTE);
  }

  private void bruteForce(long ago) {
    User victim = user(90);
    for (int attempt = 0; attempt < 30; attempt++) {
      add(
          failedLogin(
              victim,
              SandboxPlace.LAGOS.withIp("192.0.2." + (10 + attempt % 6)),
              "INVALID_CREDENTIALS"),
          ago - attempt * 15_000L);
    }
    add(
        SandboxEvent.of("user.account.lock")
            .message("Max sign in attempts exceeded")
            .severity("WARN")
            .actor(victim)
            .target(victim)
            .outcome("FAILURE", "LOCKED_OUT")
            .from(SandboxPlace.LAGOS),
        ago - 10 * MINUTE);
  }

  private void pushFlood(long ago) {
    User victim = user(84);
    String session = "102pushflood";
    for (int push = 0; push < 10; push++) {
      long at = ago - push * 30_000L;
      add(
          SandboxEvent.of("system.push.send_factor_verify_push")
              .message("Push notification sent to user's device")
              .actor(victim)
              .target(victim)
              .from(SandboxPlace.ANONYMOUS)
              .session(session)
              .debug("factor", "OKTA_VERIFY_PUSH"),
          at);
      add(
          SandboxEvent.of("user.mfa.okta_verify.deny_push")
              .message("User rejected Okta push verify")
              .outcome("FAILURE", null)
              .actor(victim)
              .target(victim)
              .from(SandboxPlace.BERLIN)
              .session(session)
              .debug("factor", "OKTA_VERIFY_PUSH"),
          at - 8_000);
    }
    add(
        SandboxEvent.of("user.authentication.auth_via_mfa")
            .message("Authentication of user via MFA")
            .actor(victim)
            .target(victim)
            .from(SandboxPlace.ANONYMOUS)
            .session(session)
            .debug("factor", "OKTA_VERIFY_PUSH"),
        ago - 6 * MINUTE);
    add(
        login(victim, SandboxPlace.ANONYMOUS, session).behaviors(NEW_PLACE),
        ago - 6 * MINUTE - 2_000);
  }

  private void sessionTheft(long ago) {
    User victim = user(86);
    String session = "102stolensession";
    String device = "c0ffee58a99d2oam082rlu588wgy1mb0zfi1e1l63f9cjx4uxc455k4t6xdiwbxi";
    add(login(victim, SandboxPlace.BERLIN, session).debug("dtHash", device), ago);
    for (int app = 1; app < 4; app++) {
      SandboxPlace from = app == 1 ? SandboxPlace.BERLIN : SandboxPlace.ANONYMOUS;
      add(
          singleSignOn(victim, from, session, app, "SUCCESS", null).debug("dtHash", device),
          ago - app * 9 * MINUTE);
      add(
          SandboxEvent.of("policy.evaluate_sign_on")
              .message("Evaluation of sign-on policy")
              .outcome("ALLOW", null)
              .actor(victim)
              .from(from)
              .session(session)
              .debug("dtHash", device),
          ago - app * 9 * MINUTE - 500);
    }
  }

  private void apiToken(long ago) {
    User owner = user(92);
    add(
        SandboxEvent.of("system.api_token.create")
            .message("Create API token")
            .actor(owner)
            .from(SandboxPlace.BERLIN)
            .target("00Tk00apitoken9990005d7", "Token", null, "quick export")
            .debug("networkConnection", "ANYWHERE"),
        ago);
    for (int call = 1; call < 6; call++) {
      add(
          SandboxEvent.of("user.account.update_profile")
              .message("Update user profile for Okta")
              .actor(owner)
              .from(SandboxPlace.LAGOS)
              .target(user(10 + call))
              .apiToken("00Tk00apitoken9990005d7"),
          ago - call * 2 * MINUTE);
    }
  }

  private void newCountry(long ago) {
    add(login(user(87), SandboxPlace.LAGOS, "102newcountry").behaviors(NEW_PLACE), ago);
  }

  private void awake(long ago) {
    User sleeper = user(88);
    org.users().put(sleeper.withLogin(org.start() - ago, org.start() - 400 * DAY));
    add(login(sleeper, SandboxPlace.NEW_YORK, "102awake").behaviors(NEW_PLACE), ago);
  }

  private void denials(long ago) {
    for (int attempt = 0; attempt < 8; attempt++) {
      add(
          SandboxEvent.of("app.generic.unauth_app_access_attempt")
              .message("User attempted unauthorized access to app")
              .outcome("FAILURE", "NOT_ASSIGNED")
              .actor(user(91))
              .from(SandboxPlace.LONDON)
              .session("102denials")
              .target(
                  org.apps().id(attempt % org.apps().count()),
                  "AppInstance",
                  null,
                  org.apps().label(attempt % org.apps().count())),
          ago - attempt * 20_000L);
    }
  }

  /** An event that reached the log ten minutes after it happened. */
  private void late() {
    SandboxEvent event =
        login(user(93), SandboxPlace.BERLIN, "102late").published(org.start() - 30 * MINUTE);
    org.log().append(event, org.start() - 20 * MINUTE);
  }

  private SandboxEvent login(User user, SandboxPlace from, String session) {
    return SandboxEvent.of("user.session.start")
        .message("User login to Okta")
        .actor(user)
        .target(user)
        .from(from)
        .session(session)
        .debug("threatSuspected", "false");
  }

  private SandboxEvent failedLogin(User user, SandboxPlace from, String reason) {
    return login(user, from, null).outcome("FAILURE", reason).debug("loginResult", reason);
  }

  private SandboxEvent singleSignOn(
      User user, SandboxPlace from, String session, int app, String result, String reason) {
    return SandboxEvent.of("user.authentication.sso")
        .message("User single sign on to app")
        .outcome(result, reason)
        .actor(user)
        .from(from)
        .session(session)
        .target(org.apps().id(app), "AppInstance", org.apps().label(app), org.apps().label(app));
  }

  private User user(int index) {
    return org.users().at(index);
  }

  private void add(SandboxEvent event, long ago) {
    long at = org.start() - ago;
    org.log().append(event.published(at), at + 700);
  }
}
