package org.oktadata.sandbox;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Steers a running sandbox over HTTP, for people and other processes: {@code /sandbox/…}, with
 * parameters in the query. Not counted in the statistics, not limited, and without a token.
 */
final class SandboxControls {
  static final String PREFIX = "/sandbox";

  private final SandboxOrg org;
  private final SandboxStatistics statistics;
  private final SandboxFaults faults;
  private final TokenEndpoint tokens;
  private final Map<String, Function<Call, String>> changes = new HashMap<>();

  SandboxControls(
      SandboxOrg org, SandboxStatistics statistics, SandboxFaults faults, TokenEndpoint tokens) {
    this.org = org;
    this.statistics = statistics;
    this.faults = faults;
    this.tokens = tokens;
    changes();
  }

  Answer answer(Call call) {
    String body = new String(call.body(), StandardCharsets.UTF_8);
    boolean post = call.method().equals("POST");
    try {
      switch (call.path()) {
        case PREFIX, PREFIX + "/" -> {
          return new Answer(
              200, "text/plain", FrontDesk.utf8(HELP + String.join(" ", changes.keySet()) + "\n"));
        }
        case PREFIX + "/stats" -> {
          if (post) {
            statistics.reset();
          }
          return Answer.json(200, statistics.json());
        }
        case PREFIX + "/truth" -> {
          return truth();
        }
        case PREFIX + "/stories" -> {
          return stories();
        }
        case PREFIX + "/events" ->
            org.changes().appendEvents(body.trim().startsWith("[") ? body : "[" + body + "]");
        case PREFIX + "/faults" -> fault(call);
        case PREFIX + "/clock" -> org.clockOffset(Duration.parse(call.query("offset")));
        case PREFIX + "/tokens" -> tokens.tokens().revokeAll();
        default -> {
          return change(call);
        }
      }
      return done("");
    } catch (RuntimeException wrong) {
      return Answer.json(
          400,
          new JsonText(200)
              .object()
              .field("problem", String.valueOf(wrong.getMessage()))
              .end()
              .toString());
    }
  }

  private static final String HELP =
      """
      GET  /sandbox/stats                     calls so far (POST: and count anew)
      GET  /sandbox/truth                     how many of what there really are
      GET  /sandbox/stories                   what is wrong in this org
      POST /sandbox/events                    one System Log event or an array of them
      POST /sandbox/faults?fault=INTERNAL_ERROR&path=/users&times=3   or &probability=0.05&seed=1
      POST /sandbox/faults                    no faults any more
      POST /sandbox/clock?offset=PT5M         a wrong clock
      POST /sandbox/tokens                    revokes all access tokens
      POST /sandbox/changes/ACTION?user=&group=&app=&role=&name=&type=&factor=&status=
      actions:\s""";

  private Answer change(Call call) {
    String action = call.path().substring(call.path().lastIndexOf('/') + 1);
    Function<Call, String> change = changes.get(action);
    if (change == null || !call.method().equals("POST")) {
      throw new IllegalArgumentException("no such control; see " + PREFIX);
    }
    return done(change.apply(call));
  }

  private void changes() {
    SandboxChanges org = this.org.changes();
    changes.put(
        "changeUser",
        call -> {
          Map<String, String> profile = new HashMap<>(call.query());
          profile.remove("user");
          org.changeUser(call.query("user"), profile);
          return "";
        });
    changes.put("createUser", call -> org.createUser(call.query()));
    changes.put(
        "changeStatus",
        call -> run(() -> org.changeStatus(call.query("user"), call.query("status"))));
    changes.put("deactivateUser", call -> run(() -> org.deactivateUser(call.query("user"))));
    changes.put("deleteUser", call -> run(() -> org.deleteUser(call.query("user"))));
    changes.put("addFactor", call -> org.addFactor(call.query("user"), call.query("type")));
    changes.put(
        "removeFactor",
        call -> run(() -> org.removeFactor(call.query("user"), call.query("factor"))));
    changes.put("createGroup", call -> org.createGroup(call.query("name")));
    changes.put("deleteGroup", call -> run(() -> org.deleteGroup(call.query("group"))));
    changes.put(
        "addMember", call -> run(() -> org.addMember(call.query("group"), call.query("user"))));
    changes.put(
        "removeMember",
        call -> run(() -> org.removeMember(call.query("group"), call.query("user"))));
    changes.put(
        "assignApp", call -> run(() -> org.assignApp(call.query("app"), call.query("user"))));
    changes.put(
        "unassignApp", call -> run(() -> org.unassignApp(call.query("app"), call.query("user"))));
    changes.put("grantRole", call -> org.grantRole(call.query("user"), call.query("role")));
    changes.put(
        "revokeRole", call -> run(() -> org.revokeRole(call.query("user"), call.query("role"))));
    changes.put(
        "createApiToken", call -> org.createApiToken(call.query("name"), call.query("user")));
    changes.put(
        "deletePolicy",
        call -> run(() -> org.removeDocument("/api/v1/policies", call.query("policy"))));
  }

  private void fault(Call call) {
    if (!call.has("fault")) {
      faults.clear();
      return;
    }
    SandboxFaults.Fault fault = SandboxFaults.Fault.valueOf(call.query("fault"));
    String path = call.has("path") ? call.query("path") : ".";
    if (call.has("probability")) {
      long seed = call.has("seed") ? Long.parseLong(call.query("seed")) : 1;
      faults.sometimes(Double.parseDouble(call.query("probability")), path, fault, seed);
    } else {
      faults.next(call.has("times") ? Integer.parseInt(call.query("times")) : 1, path, fault);
    }
  }

  private Answer truth() {
    SandboxTruth truth = org.truth();
    JsonText out = new JsonText(500).object().field("users", truth.userCount());
    out.field("deprovisioned", truth.users(User.DEPROVISIONED).size())
        .field("groups", truth.groups().size());
    out.field("groupMembers", truth.groupMemberCount()).field("apps", org.apps().count());
    out.field("appUsers", truth.appUserCount()).field("appGroups", truth.appGroups().size());
    out.field("factors", truth.factorCount()).field("adminRoles", truth.adminRoles().size());
    out.field("devices", org.devices().count())
        .field("events", org.log().generated() + org.log().appended());
    return Answer.json(out.end());
  }

  private Answer stories() {
    JsonText out = new JsonText(9_000).array();
    List<SandboxStories.Story> told = org.size().stories() ? SandboxStories.ALL : List.of();
    for (SandboxStories.Story story : told) {
      out.object().field("id", story.id()).field("sentence", story.sentence());
      out.field("finding", story.finding()).texts("subjects", story.subjectsIn(org)).end();
    }
    return Answer.json(out.endArray());
  }

  private static String run(Runnable change) {
    change.run();
    return "";
  }

  private static Answer done(String id) {
    return Answer.json(new JsonText(80).object().field("done", true).field("id", id).end());
  }
}
