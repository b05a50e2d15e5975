package org.oktadata.web.console;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.NoSuchElementException;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;

/** Users, groups and apps: found while somebody types, and each on a page, as of any day. */
@Controller
class IdentityPages {

  private final ChosenIntegration chosen;
  private final UserLines users;
  private final GroupAndAppLines groupsAndApps;
  private final PastRows past;
  private final Members members;
  private final UserFacts facts;
  private final FindingLines findings;
  private final Evidence evidence;
  private final EvidenceFacts named;
  private final AdminRoles roles;
  private final AccessRules rules;

  IdentityPages(
      ChosenIntegration chosen,
      UserLines users,
      GroupAndAppLines groupsAndApps,
      PastRows past,
      Members members,
      UserFacts facts,
      FindingLines findings,
      Evidence evidence,
      EvidenceFacts named,
      AdminRoles roles,
      AccessRules rules) {
    this.chosen = chosen;
    this.users = users;
    this.groupsAndApps = groupsAndApps;
    this.past = past;
    this.members = members;
    this.facts = facts;
    this.findings = findings;
    this.evidence = evidence;
    this.named = named;
    this.roles = roles;
    this.rules = rules;
  }

  @GetMapping("/users")
  String users(
      @ModelAttribute("search") UserSearch search,
      @RequestHeader(name = "HX-Request", required = false) String part,
      Model model) {
    String name = chosen.of(search.integration(), model);
    List<UserLines.Line> found = users.find(name, search);
    boolean cut = found.size() > UserLines.PAGE;
    List<UserLines.Line> lines = cut ? found.subList(0, UserLines.PAGE) : found;
    model.addAttribute("lines", lines);
    model.addAttribute("cut", cut);
    if (Boolean.TRUE.equals(search.admin()) || search.role() != null) {
      model.addAttribute(
          "roles",
          roles.ofUsers(name, lines.stream().map(UserLines.Line::id).toList(), Moment.of(null)));
    }
    model.addAttribute(
        "next",
        search.text() == null && lines.size() == UserLines.PAGE
            ? lines.get(lines.size() - 1)
            : null);
    return part == null ? "console/users" : "console/users :: results";
  }

  @GetMapping({"/groups", "/apps"})
  String groupsOrApps(
      @RequestParam(required = false) String integration,
      @RequestParam(defaultValue = "") String text,
      @RequestParam(defaultValue = "") String after,
      @RequestParam(defaultValue = "") String afterId,
      @RequestHeader(name = "HX-Request", required = false) String part,
      HttpServletRequest request,
      Model model) {
    String name = chosen.of(integration, model);
    boolean groups = request.getServletPath().equals("/groups");
    List<GroupAndAppLines.Line> lines =
        groups
            ? groupsAndApps.groups(name, text, after, afterId)
            : groupsAndApps.apps(name, text, after, afterId);
    model.addAttribute("type", groups ? "groups" : "apps");
    model.addAttribute("text", text);
    model.addAttribute("lines", lines);
    model.addAttribute(
        "next", lines.size() == GroupAndAppLines.PAGE ? lines.get(lines.size() - 1) : null);
    return part == null ? "console/groups-and-apps" : "console/groups-and-apps :: results";
  }

  @GetMapping("/users/{integration}/{id}")
  String user(
      @PathVariable String integration,
      @PathVariable String id,
      @RequestParam(required = false) String asOf,
      Model model) {
    Moment moment = document(integration, "users", id, asOf, model);
    model.addAttribute("factors", past.children(integration, "factors", id, moment, null));
    model.addAttribute(
        "enrollments", past.children(integration, "authenticator_enrollments", id, moment, null));
    model.addAttribute("factorsRead", facts.readCompletely(integration, "factors"));
    model.addAttribute("groups", past.parents(integration, "group_members", id, moment, "groups"));
    model.addAttribute("apps", past.parents(integration, "app_users", id, moment, "apps"));
    model.addAttribute(
        "roles", roles.ofUsers(integration, List.of(id), moment).getOrDefault(id, List.of()));
    if (moment.now()) {
      model.addAttribute("paths", facts.paths(integration, id));
      model.addAttribute("devices", facts.devices(integration, id));
      model.addAttribute("tokens", facts.tokens(integration, id));
      model.addAttribute("findings", findings.of(integration, id));
      model.addAttribute("events", facts.events(integration, id));
      model.addAttribute("hours", facts.hours(integration, id));
      model.addAttribute("spots", facts.places(integration, id));
    }
    return "console/user";
  }

  @GetMapping("/groups/{integration}/{id}")
  String group(
      @PathVariable String integration,
      @PathVariable String id,
      @ModelAttribute("within") MemberSearch within,
      @RequestHeader(name = "HX-Request", required = false) String part,
      Model model) {
    Moment moment = document(integration, "groups", id, within.asOf(), model);
    model.addAttribute("members", members.of(integration, "group_members", id, within));
    if (part == null) {
      model.addAttribute("groups", List.of());
      model.addAttribute("apps", past.parents(integration, "app_groups", id, moment, "apps"));
      model.addAttribute("roles", roles.of(integration, "group_roles", id, moment));
      model.addAttribute("filling", moment.now() ? rules.filling(integration, id) : List.of());
      model.addAttribute("findings", moment.now() ? findings.of(integration, id) : List.of());
    }
    return part == null ? "console/group-or-app" : "console/group-or-app :: members";
  }

  @GetMapping("/apps/{integration}/{id}")
  String app(
      @PathVariable String integration,
      @PathVariable String id,
      @ModelAttribute("within") MemberSearch within,
      @RequestHeader(name = "HX-Request", required = false) String part,
      Model model) {
    Moment moment = document(integration, "apps", id, within.asOf(), model);
    model.addAttribute("members", members.of(integration, "app_users", id, within));
    model.addAttribute(
        "forEveryone", facts.isForEveryone(String.valueOf(model.getAttribute("doc"))));
    if (part == null) {
      model.addAttribute("groups", past.children(integration, "app_groups", id, moment, "groups"));
      model.addAttribute("apps", List.of());
      model.addAttribute("roles", roles.of(integration, "client_roles", id, moment));
      if (moment.now() && model.getAttribute("doc") instanceof JsonNode app) {
        model.addAttribute("policy", rules.ofApp(integration, app).orElse(null));
      }
      model.addAttribute("findings", moment.now() ? findings.of(integration, id) : List.of());
    }
    return part == null ? "console/group-or-app" : "console/group-or-app :: members";
  }

  private Moment document(String integration, String type, String id, String asOf, Model model) {
    Moment moment = Moment.of(asOf);
    PastRows.Row row = past.document(integration, type, id, moment).orElse(null);
    PastRows.Known known =
        past.known(integration, type, id)
            .orElseThrow(
                () ->
                    new NoSuchElementException(
                        "Nothing with the id " + id + " was collected from " + integration + "."));
    String doc = row == null ? "{}" : row.doc();
    model.addAttribute("integration", integration);
    model.addAttribute("type", type);
    model.addAttribute("id", id);
    model.addAttribute("moment", moment);
    model.addAttribute("row", row);
    model.addAttribute("known", known);
    model.addAttribute("doc", evidence.tree(doc));
    model.addAttribute("title", evidence.title(row == null ? known.doc() : doc, id));
    model.addAttribute("facts", evidence.profile(evidence.tree(doc)));
    model.addAttribute("pages", named.known(integration, evidence.tree(doc).path("profile")));
    model.addAttribute("raw", evidence.pretty(doc));
    model.addAttribute("json", evidence);
    return moment;
  }
}
