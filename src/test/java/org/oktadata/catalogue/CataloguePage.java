package org.oktadata.catalogue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes {@code docs/catalogue.md} from the catalogue that the routes declare. */
public final class CataloguePage {

  static final Path FILE = Path.of("docs", "catalogue.md");
  private static final Path CATALOGUE = Path.of("routes", "data-types.yaml");
  private static final Pattern QUERY = Pattern.compile("-- (\\w+)\n(select .*);\n");
  private static final Pattern LIMIT = Pattern.compile("[?&]limit=(\\d+)");

  private static final Pattern FIRST_CELL = Pattern.compile("(?m)^\\| (`.*?`) \\|");

  /** Views that are made of data types, or of what the application keeps itself. */
  private static final String OTHER_VIEWS =
      """

      Further views, made of these or of what the application itself keeps:

      | view | a row is |
      |---|---|
      | `effective_admins` | an admin role that a user has, directly or by a group (`group_id`), whatever the user's status; `admin_scopes` has service apps, too |
      | `admin_scopes` | an admin right of a user, group or service app: role, permissions of a custom one, and a target it is limited to |
      | `access_paths` | a way from a user to an app or an admin role: `via` is `direct`, `group`, or `everyone` where the app needs no assignment; `resource_status` and `assignment_status` say whether the app, and the user in it, is switched off. `app_users` is what Okta says is assigned, this is why: an `assignment_status` that is null means that a group of the user has the app, or the app is for everyone, and `app_users` has no assignment of the user: Okta hasn't made it yet, the app refused it, or the app's list of users wasn't read. A group that the user isn't in counts where an assignment names it |
      | `active_factors` | something but the password that a user can prove their identity with, and its `strength`; `source` is the list that it is in |
      | `last_seen` | a user, with the newest sign-in that their document or the log knows |
      | `app_usage` | a user and an app that they have or opened: when last, and how often in 30 and 90 days |
      | `sign_in_days` | a day, a result and a country: how many sign-ins |
      | `app_sign_on_rules` | a sign-on rule of an app, with what it demands; `shadowed`: one before it takes every sign-in, so it is never asked; `groups` and `excluded_groups` are the ids of those that it names, none for everybody. `top` is the first that lets people in, though maybe only some of them: what others meet is in the rules that aren't shadowed |
      | `session_rules` | a rule of a global session policy, with what it allows; `shadowed`: one before it, in its policy or an earlier one, takes every sign-in |
      | `password_policies` | a policy of passwords that Okta itself keeps |
      | `device_users` | a user of a device |
      | `checks` | a check or detection in an integration: what it says and refers to, whether and when it was evaluated, and how many findings are open: [rules](rules.md#evidence) |
      | `findings` | a finding of a check or detection, with its evidence in `doc` |
      | `finding_events` | an event that proves a finding |
      | `finding_changes` | something that happened to a finding: opened, muted, resolved, … |
      | `exclusions` | something that is left out of a check or detection, by whom and why: [rules](rules.md#exclusions) |
      | `finding_trend` | a day and a severity: findings opened and closed, and how many were open at its end |
      | `finding_trend_by_check` | a day, a check and a severity; each day has a row |
      | `identity_risk` | a user with open findings: points from 0 to 100, and their reasons |
      | `freshness` | a data type of an integration: whether it is `collected`, how its last reading went, how old it is, and from when on its history is whole: [freshness](freshness.md#how-old-is-it-and-since-when-is-it-known) |
      | `runs` | a run: when, why, how it ended |
      | `unread_lists` | a list that can't be read, why and since when: [freshness](freshness.md) |
      | `drift` | something that had changed although nothing told of it: [freshness](freshness.md) |
      | `streams`, `stream_gaps` | a way in for events; a time in which one brought nothing: [event streaming](event-streaming.md) |
      | `quarantine` | something that came and could not be taken in, with the reason |

      What a column means, in which unit and by whose clock, is on the page of [columns](columns.md), and a comment on it: `\\d+ okta.access_paths` in
      psql shows all of a view, and so do tools.
      Attributes of the org's own are in the document, `doc #>> '{profile,costCenter}'`; `user_schemas` has their names. Events are kept by day,
      so say `published > …`; an index finds those of a type by `integration = 'acme' and lower(event_type) = 'user.account.lock'`, while
      `event_type = '…'` reads whole days.

      `factors` isn't all that people can sign in with: Okta lists only factors that the enrolment policy asks for, with the conditions of that
      policy (such as a network zone) applied to whoever asks, which is this application; smart cards and identity providers aren't among them.
      `authenticator_enrollments` has those, in Identity Engine; named in an integration's `data-types` it counts in `active_factors`, in the
      checks about MFA, and in the console's MFA strength, as long as it was read whole within 30 days.

      A view without rows may be that of a data type that isn't collected: `okta.freshness` says which are.

      Functions: `okta.as_of(moment)` is every document as it was, and Everyone's members; `okta.changes(after, until)` every change between
      two moments, `first read`, `added`, `changed` or `removed`, with the fields that differ, names, and the event that caused it with its
      actor, time and address, where one is [sure](freshness.md#causes). Both hold part before `history_from`
      in `okta.freshness`.

      `okta.sign_on_rules_of(integration, user)` is which sign-on rules somebody can meet at each app, in the order in which they are asked, by id of the user:
      those whose groups, people and user types take the user, up to the first that takes each sign-in (`always`). Where `always` is false it depends on
      what else stands in `conditions`, such as the network.
      """;

  /** What Okta's API shows beside, and why no line reads it. */
  private static final String LEFT_OUT =
      """

      ## Left out

      Okta's API shows more. These could be a line each, and are none:

      | what | why |
      |---|---|
      | `/policies/{id}/mappings` | each app names its sign-on policy itself, and `apps` is read again when that changes |
      | `/authorizationServers/{id}/associatedServers` | the next page that Okta names is one of `/authorizationServers`, so its rows would be other servers' |
      | `/authorizationServers/{id}/credentials/keys` | public keys; which one signs, and since when, is in `authorization_servers` |
      | `/iam/governance/bundles/{id}/entitlements/{id}/values` | a third level for few orgs; `governance_bundle_entitlements` names the role |
      | `/ssf/stream` | shows only the stream that the asking app itself made |
      | `/apps/{id}/connections/default`, `/apps/{id}/federated-claims` | a call for each app, nearly always to learn that there is none |
      | `/hook-keys`, `/push-providers` | public keys and settings that nobody gets access by |
      | `/sessions/{id}` | Okta lists no sessions |
      """;

  private final Map<String, DataType> types = declared();

  /** The data types that the routes declare. */
  static Map<String, DataType> declared() {
    return new CatalogueReader(CATALOGUE).read();
  }

  /** The first query to try on each view, by data type. */
  public static Map<String, String> queries() throws IOException {
    Map<String, String> queries = new LinkedHashMap<>();
    try (var file = CataloguePage.class.getResourceAsStream("/first-queries.sql")) {
      Matcher query = QUERY.matcher(new String(file.readAllBytes(), StandardCharsets.UTF_8));
      while (query.find()) {
        queries.put(query.group(1), query.group(2));
      }
    }
    return queries;
  }

  /** The views that no data type has. */
  public static Set<String> otherViews() {
    return FIRST_CELL
        .matcher(OTHER_VIEWS)
        .results()
        .flatMap(row -> Stream.of(row.group(1).replace("`", "").split(", ")))
        .collect(Collectors.toSet());
  }

  String text() throws IOException {
    long standard = types.values().stream().filter(type -> !type.optional()).count();
    StringBuilder page =
        new StringBuilder(
            """
            # Catalogue

            Generated from [routes/data-types.yaml](../routes/data-types.yaml); to write it anew after an edit:

            ```
            mvn test -Dtest=CataloguePageTest -Dcatalogue.write=true
            ```

            %d data types. `data-types: managed` collects %d of them, as far as scopes, admin roles and the org allow. Those
            marked *off* cost a call for each user, app or group, or need a licence or scope that few orgs have. They are
            collected only where an integration names them: `data-types: [managed, app_grants]`. Each has a view of its name
            in the schema `okta`, with the columns `integration`, `parent_id`, `id`, `doc` and `changed_at`, and all but `events` with
            `first_seen`. Most also have `name`, `status`, `type`, `created`, `last_updated` and `expires_at`, null where the document has none;
            others have [columns of their own](columns.md). What Okta shows beside is [below](#left-out). Below a parent that has one
            itself, `parent_id` is both: `<user>/<role assignment>`.

            | data type and view | path | calls | scope | admin role |
            |---|---|---|---|---|
            """
                .formatted(types.size(), standard));
    types.values().forEach(type -> page.append(row(type)));
    page.append(OTHER_VIEWS);
    page.append(
        """

        The first query to try. With several orgs in one database every id and name belongs to its `integration`: join by it, and group by it.

        ```sql
        """);
    Map<String, String> queries = queries();
    for (String name : types.keySet()) {
      page.append("-- ").append(name).append('\n').append(queries.get(name)).append(";\n");
    }
    return page.append("```\n").append(LEFT_OUT).toString();
  }

  private static String row(DataType type) {
    return "| `%s`%s | `%s` | %s | `%s` | %s |\n"
        .formatted(
            type.name(),
            type.optional() ? " *off*" : "",
            type.path().replace("|", "\\|"),
            calls(type),
            type.scope(),
            type.role());
  }

  private static String calls(DataType type) {
    List<String> parts = new ArrayList<>();
    Matcher limit = LIMIT.matcher(type.path());
    String page = limit.find() ? "one for each %s rows".formatted(limit.group(1)) : "one";
    if (type.perParent()) {
      parts.add(
          "at least one for each of `%s`%s"
              .formatted(
                  type.parent(), type.parents().where().isEmpty() ? "" : " that can have some"));
    } else if (!type.each().isEmpty()) {
      parts.add("one for each of %d values".formatted(type.each().size()));
    } else {
      parts.add(page);
    }
    if (type.pipeline().equals("idx")) {
      parts.add("Identity Engine only");
    }
    return String.join("; ", parts);
  }
}
