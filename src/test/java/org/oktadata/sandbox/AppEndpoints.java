package org.oktadata.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/** Apps and their assignments (Okta Management API: Application and what belongs to it). */
final class AppEndpoints {
  private final SandboxOrg org;
  private final Pages pages;

  AppEndpoints(SandboxOrg org, Pages pages) {
    this.org = org;
    this.pages = pages;
  }

  void add(Routes routes) {
    String scope = "okta.apps.read";
    routes.add(Route.of("/api/v1/apps", scope, Access.APPS, this::apps));
    routes.add(Route.of("/api/v1/apps/{}", scope, Access.APPS, this::app));
    routes.add(Route.of("/api/v1/apps/{}/users", scope, Access.APPS, this::users));
    routes.add(Route.of("/api/v1/apps/{}/users/{}", scope, Access.APPS, this::user));
    routes.add(Route.of("/api/v1/apps/{}/groups", scope, Access.APPS, this::groups));
    routes.add(
        Route.of("/api/v1/apps/{}/grants", "okta.appGrants.read", Access.SUPER, this::grants));
    routes.add(Route.of("/api/v1/apps/{}/features", scope, Access.APPS, this::features));
  }

  private Answer apps(Call call) {
    Predicate<Function<String, Object>> condition = Searches.of(call);
    Listing listing =
        new Listing() {
          @Override
          long next(long after) {
            for (int app = (int) after + 1; app < org.apps().count(); app++) {
              int shown = app;
              if (condition == null || condition.test(name -> org.apps().attribute(shown, name))) {
                return app;
              }
            }
            return NONE;
          }

          @Override
          void write(JsonText out, long number) {
            org.appDocuments().write(out, (int) number, call.base());
          }

          @Override
          String position(long number) {
            return org.apps().id((int) number);
          }

          @Override
          long number(String position) {
            return org.apps().find(position);
          }
        };
    return pages.page(call, listing, PageRule.of(20, 200).byId());
  }

  private Answer app(Call call) {
    JsonText out = new JsonText(3_000);
    org.appDocuments().write(out, find(call), call.base());
    return Answer.json(out);
  }

  private Answer users(Call call) {
    int app = find(call);
    boolean expanded = "user".equals(call.query("expand"));
    Listing listing =
        new Listing() {
          @Override
          long next(long after) {
            return org.apps().users().next(app, after);
          }

          @Override
          void write(JsonText out, long number) {
            User user = org.users().at((int) number);
            if (user != null) {
              org.appDocuments().writeUser(out, app, user, call.base(), expanded);
            }
          }
        };
    return pages.page(call, listing, PageRule.of(50, 500));
  }

  private Answer user(Call call) {
    int app = find(call);
    User user = org.users().find(call.ids().get(1));
    if (user == null || !org.apps().users().contains(app, user.index())) {
      throw ApiError.notFound(call.ids().get(1), "AppUser");
    }
    JsonText out = new JsonText(900);
    org.appDocuments().writeUser(out, app, user, call.base(), "user".equals(call.query("expand")));
    return Answer.json(out);
  }

  private Answer groups(Call call) {
    int app = find(call);
    List<Integer> groups = new ArrayList<>(org.apps().groupsOf(app));
    groups.removeIf(group -> !org.groups().exists(group));
    return pages.page(
        call,
        Listing.of(
            groups,
            (out, group) ->
                org.appDocuments().writeGroup(out, app, group, groups.indexOf(group), call.base())),
        PageRule.of(20, 200));
  }

  private Answer grants(Call call) {
    int app = find(call);
    if (!org.apps().service(app)) {
      throw ApiError.notFound(call.id(), "OAuth2ScopeConsentGrant");
    }
    return pages.page(
        call,
        Listing.of(
            List.of("okta.users.read", "okta.groups.read", "okta.users.manage"),
            (out, scope) -> {
              String self = call.base() + "/api/v1/apps/" + call.id();
              out.object().field("id", "oag" + call.id().substring(3, 12) + scope.hashCode());
              out.field("status", "ACTIVE").time("created", org.apps().created(app));
              out.time("lastUpdated", org.apps().created(app)).field("issuer", call.base());
              out.field("clientId", call.id()).field("scopeId", scope).field("source", "ADMIN");
              out.object("_links")
                  .link("app", self)
                  .link("self", call.base() + call.path(), "GET", "DELETE");
              out.end().end();
            }),
        PageRule.unpaged());
  }

  private Answer features(Call call) {
    if (find(call) % 5 != 0) {
      throw ApiError.of(
          400, "E0000001", "Api validation failed: feature", "Provisioning is not supported.");
    }
    return pages.page(
        call,
        Listing.of(
            List.of("USER_PROVISIONING", "INBOUND_PROVISIONING"),
            (out, name) ->
                out.object()
                    .field("name", name)
                    .field("status", "ENABLED")
                    .field("description", "Provisioning settings")
                    .raw(
                        "capabilities",
                        "{\"create\":{\"lifecycleCreate\":{\"status\":\"ENABLED\"}}}")
                    .end()),
        PageRule.unpaged());
  }

  private int find(Call call) {
    int app = org.apps().find(call.id());
    if (app < 0) {
      throw ApiError.notFound(call.id(), "AppInstance");
    }
    return app;
  }
}
