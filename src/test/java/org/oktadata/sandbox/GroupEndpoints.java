package org.oktadata.sandbox;

import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/** Groups, their members, apps and owners (Okta Management API: Group, GroupOwner). */
final class GroupEndpoints {
  private final SandboxOrg org;
  private final SandboxOptions options;
  private final Pages pages;

  GroupEndpoints(SandboxOrg org, SandboxOptions options, Pages pages) {
    this.org = org;
    this.options = options;
    this.pages = pages;
  }

  void add(Routes routes) {
    String scope = "okta.groups.read";
    routes.add(Route.of("/api/v1/groups", scope, Access.ADMIN, this::groups));
    routes.add(Route.of("/api/v1/groups/{}", scope, Access.ADMIN, this::group));
    routes.add(Route.of("/api/v1/groups/{}/users", scope, Access.ADMIN, this::members));
    routes.add(Route.of("/api/v1/groups/{}/apps", scope, Access.ADMIN, this::apps));
    routes.add(
        Route.of("/api/v1/groups/{}/owners", scope, Access.ADMIN, this::owners).onIdentityEngine());
  }

  private Answer groups(Call call) {
    Predicate<Function<String, Object>> condition = Searches.of(call);
    boolean stats = "stats".equals(call.query("expand"));
    if (stats
        && call.has("limit")
        && Integer.parseInt(call.query("limit")) > options.largestGroupPage()) {
      throw ApiError.of(500, "E0000009", "Internal Server Error");
    }
    SearchIndex index = SearchIndex.of(call, org, options);
    Listing listing =
        new Listing() {
          @Override
          long next(long after) {
            for (int group = (int) after + 1; group < org.groups().count(); group++) {
              if (org.groups().exists(group) && (condition == null || found(group))) {
                return group;
              }
            }
            return NONE;
          }

          private boolean found(int group) {
            int shown = group;
            return index.has(
                    Math.max(
                        org.groups().lastUpdated(group), org.groups().lastMembershipUpdated(group)))
                && condition.test(name -> org.groups().attribute(shown, name));
          }

          @Override
          void write(JsonText out, long number) {
            org.writeGroup(out, (int) number, call.base(), stats);
          }

          @Override
          String position(long number) {
            return org.groups().id((int) number);
          }

          @Override
          long number(String position) {
            return org.ids().indexOf(Ids.GROUP, position);
          }
        };
    return pages.page(call, listing, PageRule.of(10_000, 10_000).byId());
  }

  private Answer group(Call call) {
    JsonText out = new JsonText(1_200);
    org.writeGroup(out, find(call), call.base(), "stats".equals(call.query("expand")));
    return Answer.json(out);
  }

  private Answer members(Call call) {
    int group = find(call);
    if (call.has("limit") && Integer.parseInt(call.query("limit")) > options.largestGroupPage()) {
      throw ApiError.of(500, "E0000009", "Internal Server Error");
    }
    return pages.page(
        call,
        users(org, org.groups().members(), group, call.base()),
        PageRule.of(1_000, 1_000).byId());
  }

  /** The users of a parent, with short documents. */
  private static Listing users(SandboxOrg org, Memberships memberships, int parent, String base) {
    return new Listing() {
      @Override
      long next(long after) {
        return memberships.next(parent, after);
      }

      @Override
      void write(JsonText out, long number) {
        User user = org.users().at((int) number);
        if (user != null) {
          org.writeShortUser(out, user, base);
        }
      }

      @Override
      String position(long number) {
        return org.ids().of(Ids.USER, number);
      }

      @Override
      long number(String position) {
        return org.ids().indexOf(Ids.USER, position);
      }
    };
  }

  private Answer apps(Call call) {
    List<Integer> apps = org.apps().appsOfGroup(find(call));
    return pages.page(
        call,
        Listing.of(apps, (out, app) -> org.appDocuments().write(out, app, call.base())),
        PageRule.of(20, 200));
  }

  private Answer owners(Call call) {
    int group = find(call);
    List<User> owners =
        group > 0 && group % 4 == 1
            ? List.of(org.users().at(group % org.users().active()))
            : List.of();
    return pages.page(
        call,
        Listing.of(
            owners,
            (out, owner) ->
                out.object()
                    .field("id", owner.id())
                    .field("type", "USER")
                    .field("resolved", true)
                    .field("originId", null)
                    .field("originType", "OKTA_DIRECTORY")
                    .field("displayName", owner.displayName())
                    .field("lastUpdated", "Mon Feb 02 09:00:00 UTC 2026")
                    .end()),
        PageRule.of(1_000, 1_000));
  }

  private int find(Call call) {
    int group = org.groups().find(call.id());
    if (group < 0) {
      throw ApiError.notFound(call.id(), "UserGroup");
    }
    return group;
  }
}
