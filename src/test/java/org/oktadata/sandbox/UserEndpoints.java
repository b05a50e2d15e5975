package org.oktadata.sandbox;

import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/** Users and what belongs to one of them (Okta Management API: User, UserFactor, UserRisk). */
final class UserEndpoints {
  private static final PageRule USERS = PageRule.of(200, 200).byId();

  private final SandboxOrg org;
  private final SandboxOptions options;
  private final Pages pages;

  UserEndpoints(SandboxOrg org, SandboxOptions options, Pages pages) {
    this.org = org;
    this.options = options;
    this.pages = pages;
  }

  void add(Routes routes) {
    String scope = "okta.users.read";
    routes.add(Route.of("/api/v1/users", scope, Access.EMPTY_WITHOUT_ROLE, this::users));
    routes.add(Route.of("/api/v1/users/{}", scope, Access.ADMIN, this::user));
    routes.add(Route.of("/api/v1/users/{}/factors", scope, Access.ADMIN, this::factors));
    routes.add(Route.of("/api/v1/users/{}/factors/{}", scope, Access.ADMIN, this::factor));
    routes.add(Route.of("/api/v1/users/{}/linkedObjects/{}", scope, Access.ADMIN, this::linked));
    routes.add(Route.of("/api/v1/users/{}/groups", scope, Access.ADMIN, this::groups));
    routes.add(Route.of("/api/v1/users/{}/appLinks", scope, Access.ADMIN, this::appLinks));
    routes.add(
        Route.of(
                "/api/v1/users/{}/authenticator-enrollments",
                scope,
                Access.ADMIN,
                this::enrollments)
            .onIdentityEngine());
    routes.add(
        Route.of("/api/v1/users/{}/risk", "okta.userRisk.read", Access.ADMIN, this::risk)
            .onIdentityEngine());
    for (String empty :
        List.of("grants", "clients", "idps", "blocks", "devices", "subscriptions")) {
      PageRule rule =
          empty.equals("grants") || empty.equals("clients")
              ? PageRule.of(20, 200)
              : PageRule.unpaged();
      routes.add(
          Route.of(
              "/api/v1/users/{}/" + empty,
              scope,
              Access.ADMIN,
              call -> {
                find(call);
                return pages.page(call, Listing.of(List.of(), (out, nothing) -> {}), rule);
              }));
    }
  }

  private Answer users(Call call) {
    Predicate<Function<String, Object>> condition = Searches.of(call);
    boolean search = call.has("search");
    boolean keyword = call.has("q");
    boolean delayed = search && !options.searchDelay().isZero();
    SearchIndex searched = SearchIndex.of(call, org, options);
    PageRule rule =
        search ? USERS.endingAt(50_000) : keyword ? PageRule.of(10, 200).endingAt(10) : USERS;
    Listing listing =
        new Listing() {
          @Override
          long next(long after) {
            for (int index = (int) after + 1; index < org.users().count(); index++) {
              if (shown(index)) {
                return index;
              }
            }
            return NONE;
          }

          private boolean shown(int index) {
            if (condition == null && !keyword) {
              return org.users().listed(index);
            }
            if (keyword) {
              User user = org.users().at(index);
              return user != null
                  && (user.login().startsWith(call.query("q"))
                      || user.firstName().startsWith(call.query("q")));
            }
            return org.users().exists(index)
                && (!delayed || searched.has((Long) org.users().attribute(index, "lastUpdated")))
                && condition.test(name -> org.users().attribute(index, name));
          }

          @Override
          void write(JsonText out, long number) {
            User user = org.users().at((int) number);
            if (user != null) {
              org.writeUser(out, user, call.base());
            }
          }

          @Override
          String position(long number) {
            return "200u" + org.ids().of(Ids.USER, number).substring(3);
          }

          @Override
          long number(String position) {
            return position.startsWith("200u")
                ? org.ids().indexOf(Ids.USER, "00u" + position.substring(4))
                : NONE;
          }
        };
    return pages.page(call, listing, rule);
  }

  private Answer user(Call call) {
    JsonText out = new JsonText(2_400);
    org.writeUser(out, find(call), call.base());
    return Answer.json(out);
  }

  private Answer factors(Call call) {
    User user = find(call);
    return pages.page(
        call,
        Listing.of(org.factors().of(user), (out, factor) -> factor.write(out, user, call.base())),
        PageRule.unpaged());
  }

  private Answer factor(Call call) {
    User user = find(call);
    for (Factor factor : org.factors().of(user)) {
      if (factor.id().equals(call.ids().get(1))) {
        JsonText out = new JsonText(900);
        factor.write(out, user, call.base());
        return Answer.json(out);
      }
    }
    throw ApiError.notFound(call.ids().get(1), "UserFactor");
  }

  /** Everybody but the first twenty has one of them as manager. */
  private Answer linked(Call call) {
    User user = find(call);
    boolean managed = call.ids().get(1).equals("manager") && user.index() >= 20;
    List<User> managers = managed ? List.of(org.users().at(user.index() % 20)) : List.of();
    return pages.page(
        call,
        Listing.of(
            managers,
            (out, manager) ->
                out.object()
                    .object("_links")
                    .link("self", call.base() + "/api/v1/users/" + manager.id())
                    .end()
                    .end()),
        PageRule.of(1_000, 1_000));
  }

  private Answer groups(Call call) {
    List<Integer> groups = org.groupsOf(find(call));
    return pages.page(
        call,
        Listing.of(groups, (out, group) -> org.writeGroup(out, group, call.base(), false)),
        PageRule.of(200, 200));
  }

  private Answer appLinks(Call call) {
    List<Integer> apps = org.appsOf(find(call));
    return pages.page(
        call,
        Listing.of(
            apps,
            (out, app) ->
                out.object()
                    .field("id", org.apps().id(app) + "link")
                    .field("label", org.apps().label(app))
                    .field("appName", org.apps().kind(app)[0])
                    .field("appInstanceId", org.apps().id(app))
                    .end()),
        PageRule.unpaged());
  }

  private Answer enrollments(Call call) {
    User user = find(call);
    return pages.page(
        call,
        Listing.of(
            org.factors().of(user),
            (out, factor) -> {
              out.object()
                  .field("id", factor.id())
                  .field("type", type(factor))
                  .field("key", key(factor));
              out.field("status", "ACTIVE").time("created", factor.created());
              out.time("lastUpdated", factor.created());
              out.field("name", key(factor)).object("_links");
              out.link("self", call.base() + call.path() + "/" + factor.id(), "GET").end().end();
            }),
        PageRule.unpaged());
  }

  private Answer risk(Call call) {
    User user = find(call);
    String level = user.index() % 211 == 5 ? "HIGH" : user.index() % 23 == 3 ? "MEDIUM" : "LOW";
    JsonText out = new JsonText(300).object().field("riskLevel", level);
    if (level.equals("HIGH")) {
      out.field("reason", "Suspicious session");
    }
    String owner = call.base() + "/api/v1/users/" + user.id();
    out.object("_links")
        .link("user", owner, "GET")
        .link("self", owner + "/risk", "GET", "PUT")
        .end();
    return Answer.json(out.end());
  }

  private User find(Call call) {
    User user = org.users().find(call.id());
    if (user == null) {
      throw ApiError.notFound(call.id(), "User");
    }
    return user;
  }

  private static String key(Factor factor) {
    return switch (factor.type()) {
      case "push", "signed_nonce" -> "okta_verify";
      case "token:software:totp" ->
          factor.provider().equals("GOOGLE") ? "google_otp" : "okta_verify";
      case "sms", "call" -> "phone_number";
      case "email" -> "okta_email";
      case "question" -> "security_question";
      default -> factor.type();
    };
  }

  private static String type(Factor factor) {
    return switch (key(factor)) {
      case "okta_verify", "google_otp" -> "app";
      case "phone_number" -> "phone";
      case "okta_email" -> "email";
      case "webauthn" -> "security_key";
      default -> key(factor);
    };
  }
}
