package org.oktadata.collect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.oktadata.catalogue.CatalogueReader;
import org.oktadata.catalogue.DataType;
import org.oktadata.sandbox.SandboxClient;
import org.oktadata.sandbox.SandboxOkta;

/**
 * What an org shows of each data type, read as somebody would with a browser: one call after
 * another, without limits, checkpoints and retries. The opposite of how the product reads it, for
 * comparing the two.
 */
public final class OrgReading {

  /** A row as it should be stored. */
  public record Row(String dataType, String parent, String id) {}

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern NEXT = Pattern.compile("<([^>]+)>; *rel=\"next\"");
  private static final Pattern COLUMN = Pattern.compile("\\{([a-z_]+)}");
  private static final String READER = "reader";

  private static final Collection<DataType> CATALOGUE =
      new CatalogueReader(Path.of("routes/data-types.yaml")).read().values();

  private final HttpClient http = HttpClient.newHttpClient();
  private final Map<Row, JsonNode> rows = new LinkedHashMap<>();
  private final String url;
  private final String token;

  private OrgReading(SandboxOkta okta) {
    okta.register(SandboxClient.withSecret(READER, READER));
    url = okta.url();
    token = token(okta.client(READER));
  }

  /** All rows but those of the System Log, and of data types that are collected only by name. */
  public static Map<Row, JsonNode> of(SandboxOkta okta) {
    OrgReading reading = new OrgReading(okta);
    dataTypes().forEach(reading::read);
    return reading.rows;
  }

  /** The data types that an integration collects unless it says otherwise, without the log. */
  public static List<DataType> dataTypes() {
    return CATALOGUE.stream().filter(type -> !type.optional() && !type.isLog()).toList();
  }

  private void read(DataType type) {
    if (!type.perParent()) {
      List<String> paths = new ArrayList<>(type.also());
      if (type.each().isEmpty()) {
        paths.add(type.path());
      }
      type.each().forEach(each -> paths.add(type.path().replace("{each}", each)));
      paths.forEach(path -> read(type, "", path));
      return;
    }
    for (Map.Entry<Row, JsonNode> parent : Map.copyOf(rows).entrySet()) {
      Row row = parent.getKey();
      if (row.dataType().equals(type.parent()) && !isEveryone(type, parent.getValue())) {
        String path = path(type, row, parent.getValue());
        if (path != null) {
          String key = row.parent().isEmpty() ? row.id() : row.parent() + "/" + row.id();
          read(type, key, path);
        }
      }
    }
  }

  private static boolean isEveryone(DataType type, JsonNode parent) {
    return !type.parents().never().isEmpty()
        && parent.at("/profile/name").asText().equals("Everyone");
  }

  /** The path of a parent's list; null where the parent has none. */
  private String path(DataType type, Row row, JsonNode parent) {
    Matcher column = COLUMN.matcher(type.path());
    Map<String, String> values = new HashMap<>();
    while (column.find()) {
      String value =
          switch (column.group(1)) {
            case "id", "contact_type" -> row.id();
            case "parent_id" -> row.parent();
            case "schema_id" -> parent.at("/_links/schema/href").asText().replaceAll(".*/", "");
            case "client_id" -> clientId(row, parent);
            default -> throw new IllegalStateException(column.group());
          };
      values.put(column.group(), value);
    }
    String path = type.path();
    for (Map.Entry<String, String> value : values.entrySet()) {
      path = path.replace(value.getKey(), value.getValue());
    }
    return values.containsValue("") ? null : path;
  }

  /** Of an app, or of the app whose role it is. */
  private String clientId(Row row, JsonNode parent) {
    JsonNode app = row.parent().isEmpty() ? parent : rows.get(new Row("apps", "", row.parent()));
    return app.at("/credentials/oauthClient/client_id").asText();
  }

  private void read(DataType type, String parent, String path) {
    String next = url + path.replace(" ", "%20").replace("\"", "%22");
    while (next != null) {
      HttpResponse<String> answer = send(HttpRequest.newBuilder(URI.create(next)).GET());
      if (answer.statusCode() != 200) {
        if (answer.statusCode() >= 500 || answer.statusCode() == 401) {
          throw new IllegalStateException(next + " answers " + answer.statusCode());
        }
        return;
      }
      JsonNode page = tree(answer.body());
      for (JsonNode object : KnownAnswers.objects(type, page)) {
        JsonNode kept = KnownAnswers.kept(type, object);
        rows.put(new Row(type.name(), parent, key(type, kept, page)), kept);
      }
      next = next(answer, page, next);
    }
  }

  private static String next(HttpResponse<String> answer, JsonNode page, String self) {
    String inBody = page.at("/_links/next/href").asText(null);
    String next =
        answer.headers().allValues("Link").stream()
            .map(NEXT::matcher)
            .filter(Matcher::find)
            .map(link -> link.group(1))
            .findFirst()
            .orElse(inBody);
    return self.equals(next) ? null : next;
  }

  /** The id; where there is none, the data type's name, or the object itself in a list. */
  private static String key(DataType type, JsonNode object, JsonNode page) {
    JsonNode id = KnownAnswers.id(type, object);
    boolean alone = page.isObject() && type.answer().items().isEmpty();
    return id.isValueNode() && !id.isNull() ? id.asText() : alone ? type.name() : content(object);
  }

  /** What stands for an object without id. */
  public static String content(JsonNode object) {
    Map<String, JsonNode> sorted = new TreeMap<>();
    object.properties().forEach(each -> sorted.put(each.getKey(), each.getValue()));
    return sorted.toString();
  }

  /** Whether rows of a data type may be stored under an id that isn't in the object. */
  public static boolean hasOwnId(String dataType, JsonNode doc) {
    return CATALOGUE.stream()
        .filter(type -> type.name().equals(dataType))
        .map(type -> KnownAnswers.id(type, doc))
        .anyMatch(id -> id.isValueNode() && !id.isNull());
  }

  private String token(SandboxClient client) {
    String scopes =
        CATALOGUE.stream()
            .map(DataType::scope)
            .filter(client.scopes()::contains)
            .collect(Collectors.toCollection(TreeSet::new))
            .stream()
            .collect(Collectors.joining("+"));
    HttpResponse<String> answer =
        send(
            HttpRequest.newBuilder(URI.create(url + "/oauth2/v1/token"))
                .setHeader(
                    "Authorization",
                    "Basic "
                        + Base64.getEncoder().encodeToString((READER + ":" + READER).getBytes()))
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        "grant_type=client_credentials&scope=" + scopes)));
    return tree(answer.body()).path("access_token").asText();
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode tree(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
