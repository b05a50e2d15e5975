package org.oktadata.sandbox;

import java.util.function.Function;
import java.util.function.Predicate;

/** Devices and their users (Okta Management API: Device), on Identity Engine only. */
final class DeviceEndpoints {
  private final SandboxOrg org;
  private final SandboxOptions options;
  private final Pages pages;

  DeviceEndpoints(SandboxOrg org, SandboxOptions options, Pages pages) {
    this.org = org;
    this.options = options;
    this.pages = pages;
  }

  void add(Routes routes) {
    String scope = "okta.devices.read";
    routes.add(Route.of("/api/v1/devices", scope, Access.ADMIN, this::devices).onIdentityEngine());
    routes.add(
        Route.of("/api/v1/devices/{}", scope, Access.ADMIN, this::device).onIdentityEngine());
    routes.add(
        Route.of("/api/v1/devices/{}/users", scope, Access.ADMIN, this::users).onIdentityEngine());
  }

  private Answer devices(Call call) {
    Predicate<Function<String, Object>> condition = Searches.of(call);
    SearchIndex index = SearchIndex.of(call, org, options);
    Listing listing =
        new Listing() {
          @Override
          long next(long after) {
            for (int device = (int) after + 1; device < org.devices().count(); device++) {
              int shown = device;
              if (condition == null
                  || (index.has(org.devices().lastUpdated(device))
                      && condition.test(name -> org.devices().attribute(shown, name)))) {
                return device;
              }
            }
            return NONE;
          }

          @Override
          void write(JsonText out, long number) {
            org.devices().write(out, (int) number, call.base(), call.query("expand"));
          }

          @Override
          String position(long number) {
            return org.devices().id((int) number);
          }

          @Override
          long number(String position) {
            return org.devices().find(position);
          }
        };
    return pages.page(call, listing, PageRule.of(200, 200).byId());
  }

  private Answer device(Call call) {
    JsonText out = new JsonText(1_500);
    org.devices().write(out, find(call), call.base(), call.query("expand"));
    return Answer.json(out);
  }

  private Answer users(Call call) {
    int device = find(call);
    return pages.page(
        call,
        Listing.of(
            org.devices().users(device),
            (out, user) -> org.devices().writeUser(out, device, user, call.base(), true)),
        PageRule.unpaged());
  }

  private int find(Call call) {
    int device = org.devices().find(call.id());
    if (device < 0) {
      throw ApiError.notFound(call.id(), "Device");
    }
    return device;
  }
}
