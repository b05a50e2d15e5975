package org.oktadata.sandbox;

import java.util.List;

/** Answers for the {@link DocumentTable}s: the list, and each of its documents by id. */
final class TableEndpoints {
  private final SandboxOrg org;
  private final Pages pages;

  TableEndpoints(SandboxOrg org, Pages pages) {
    this.org = org;
    this.pages = pages;
  }

  void add(Routes routes) {
    for (DocumentTable table : org.tables().values()) {
      add(routes, table.path(), table, call -> list(call, table));
    }
    for (DocumentTable table : org.tables().values()) {
      if (!table.single()) {
        add(routes, table.path() + "/{}", table, call -> document(call, table));
      }
    }
  }

  private static void add(Routes routes, String path, DocumentTable table, Route.Handler handler) {
    Route route = Route.of(path, table.scope(), table.access(), handler);
    routes.addIfAbsent(table.identityEngine() ? route.onIdentityEngine() : route);
  }

  private Answer list(Call call, DocumentTable table) {
    String parent = call.ids().isEmpty() ? null : call.ids().get(call.ids().size() - 1);
    requireParents(call, table.path());
    List<DocumentTable.Document> documents = table.of(parent);
    if (table.path().equals("/api/v1/principal-rate-limits") && !call.has("filter")) {
      throw ApiError.invalid("filter", "The filter parameter is required.");
    }
    if (documents.isEmpty() && table.absentWhenEmpty()) {
      throw ApiError.notFound(parent, "Resource");
    }
    if (table.single()) {
      return Answer.json(200, documents.get(0).text(call.base(), parent == null ? "" : parent));
    }
    return pages.page(
        call,
        Listing.of(
            documents,
            (out, each) -> out.raw(each.text(call.base(), parent == null ? "" : parent))),
        table.page());
  }

  private Answer document(Call call, DocumentTable table) {
    int last = call.ids().size() - 1;
    String parent = last == 0 ? null : call.ids().get(last - 1);
    requireParents(call, table.path());
    DocumentTable.Document document = table.find(parent, call.ids().get(last));
    if (document == null) {
      throw ApiError.notFound(call.ids().get(last), "Resource");
    }
    return Answer.json(200, document.text(call.base(), parent == null ? "" : parent));
  }

  /** An id in the path must be that of an object of the org. */
  private void requireParents(Call call, String path) {
    int at = 0;
    for (int place = path.indexOf("/{}"); place >= 0; place = path.indexOf("/{}", place + 1)) {
      String owner = path.substring(0, place);
      String id = call.ids().get(at);
      String parent = at == 0 ? null : call.ids().get(at - 1);
      at++;
      if (!exists(owner, parent, id)) {
        throw ApiError.notFound(id, "Resource");
      }
    }
  }

  private boolean exists(String path, String parent, String id) {
    return switch (path) {
      case "/api/v1/users" -> org.users().find(id) != null;
      case "/api/v1/groups" -> org.groups().find(id) >= 0;
      case "/api/v1/apps", "/api/v1/meta/schemas/apps", "/oauth2/v1/clients" ->
          org.apps().find(id) >= 0;
      case "/api/v1/devices" -> org.devices().find(id) >= 0;
      case "/api/v1/org/contacts" -> true;
      case "/api/v1/roles" -> !Roles.label(id).equals(id);
      default -> {
        DocumentTable table = org.table(path);
        yield table == null || table.find(parent, id) != null;
      }
    };
  }
}
