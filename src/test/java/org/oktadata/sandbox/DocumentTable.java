package org.oktadata.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/**
 * One of Okta's lists of which an org has only a few documents: a line of {@code
 * sandbox/lists.jsonl}.
 */
final class DocumentTable {
  /**
   * A document of the list.
   *
   * @param of the parent it belongs to, null when it belongs to every parent
   */
  record Document(String id, String of, boolean hidden, ObjectNode json, String text) {
    static Document of(ObjectNode json) {
      ObjectNode copy = json.deepCopy();
      JsonNode parent = copy.remove("_of");
      boolean hidden = copy.remove("_hidden") != null;
      return new Document(
          id(copy), parent == null ? null : parent.asText(), hidden, copy, copy.toString());
    }

    private static String id(ObjectNode json) {
      for (String name : List.of("id", "kid", "client_id", "label", "name")) {
        if (json.hasNonNull(name)) {
          return json.path(name).asText();
        }
      }
      return "";
    }

    String text(String base, String parent) {
      return text.replace("{{base}}", base).replace("{{parent}}", parent);
    }
  }

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern OBJECT = Pattern.compile("\\{\\{(user|group|app):(\\d+)}}");
  private static final Map<String, String> PREFIXES =
      Map.of("user", Ids.USER, "group", Ids.GROUP, "app", Ids.APP);

  private final JsonNode line;
  private final List<Document> documents = new CopyOnWriteArrayList<>();

  private DocumentTable(JsonNode line) {
    this.line = line;
    int copies = line.path("repeat").asInt(1);
    for (JsonNode document : line.path("docs")) {
      for (int copy = 1; copy <= copies; copy++) {
        documents.add(Document.of(numbered(document, copy)));
      }
    }
  }

  /** All lists of the file, by path; objects of the org are named in it by their index. */
  static Map<String, DocumentTable> read(Ids ids, long start) {
    Map<String, DocumentTable> tables = new LinkedHashMap<>();
    try (InputStream file = DocumentTable.class.getResourceAsStream("/sandbox/lists.jsonl")) {
      for (String text : new String(file.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
        if (!text.isBlank() && !text.startsWith("#")) {
          JsonNode line = JSON.readTree(named(text, ids, start));
          tables.put(line.path("path").asText(), new DocumentTable(line));
        }
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return tables;
  }

  private static String named(String text, Ids ids, long start) {
    String dated = text.replace("{{yesterday}}", JsonText.time(start - 86_400_000L));
    return OBJECT
        .matcher(dated)
        .replaceAll(found -> ids.of(PREFIXES.get(found.group(1)), Long.parseLong(found.group(2))));
  }

  String path() {
    return line.path("path").asText();
  }

  String scope() {
    return line.path("scope").asText();
  }

  Access access() {
    return Access.valueOf(line.path("access").asText("ADMIN"));
  }

  /** Whether only orgs on Identity Engine have it. */
  boolean identityEngine() {
    return line.path("oie").asBoolean();
  }

  /** Whether the path answers with one document instead of a list. */
  boolean single() {
    return line.path("single").asBoolean();
  }

  /** Whether a parent without documents is a 404. */
  boolean absentWhenEmpty() {
    return line.path("absent").asBoolean();
  }

  PageRule page() {
    JsonNode limit = line.path("limit");
    return new PageRule(
        limit.path(0).asInt(0),
        limit.path(1).asInt(limit.path(0).asInt(0)),
        0,
        line.path("shortNext").asBoolean(),
        line.path("wrap").asText(null),
        line.path("body").asBoolean(),
        CursorStyle.valueOf(line.path("cursor").asText("OPAQUE")));
  }

  /** The documents of a parent, without those that lists hide. */
  List<Document> of(String parent) {
    List<Document> mine = new ArrayList<>();
    for (Document document : documents) {
      if (!document.hidden() && belongs(document, parent)) {
        mine.add(document);
      }
    }
    return mine;
  }

  private static boolean belongs(Document document, String parent) {
    return document.of() == null || parent == null || document.of().equals(parent);
  }

  Document find(String parent, String id) {
    for (Document document : documents) {
      if (document.id().equals(id) && belongs(document, parent)) {
        return document;
      }
    }
    return null;
  }

  /** Adds a document, or replaces the one with the same id and parent. */
  void put(ObjectNode json) {
    Document changed = Document.of(json);
    for (int place = 0; place < documents.size(); place++) {
      Document known = documents.get(place);
      if (known.id().equals(changed.id()) && Objects.equals(known.of(), changed.of())) {
        documents.set(place, changed);
        return;
      }
    }
    documents.add(changed);
  }

  boolean remove(String id) {
    return documents.removeIf(document -> document.id().equals(id));
  }

  Set<String> ids() {
    Set<String> ids = new TreeSet<>();
    of(null).forEach(document -> ids.add(document.id()));
    return ids;
  }

  private static ObjectNode numbered(JsonNode document, int copy) {
    try {
      String text = document.toString().replace("{{n}}", String.format("%03d", copy));
      return (ObjectNode) JSON.readTree(text);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
