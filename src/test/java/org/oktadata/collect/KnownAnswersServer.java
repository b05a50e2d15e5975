package org.oktadata.collect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.oktadata.catalogue.DataType;

/**
 * An org that gives every answer known of a data type, one a page, to the first list of that data
 * type that is asked for; its other lists are empty. A data type of which nothing is known is 404.
 */
final class KnownAnswersServer implements AutoCloseable {

  private static final String NEXT = "&after=";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(16);
  private final KnownAnswers answers;
  private final Map<Pattern, DataType> types = new LinkedHashMap<>();
  private final Map<String, String> served = new ConcurrentHashMap<>();
  private final Map<String, Set<Integer>> pages = new ConcurrentHashMap<>();

  KnownAnswersServer(KnownAnswers answers, Collection<DataType> catalogue) throws IOException {
    this.answers = answers;
    catalogue.stream()
        .sorted(Comparator.comparing(type -> type.path().contains("{")))
        .forEach(type -> types.put(pattern(type), type));
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The list that got the answers of a data type; null if none was asked for. */
  String served(String dataType) {
    return served.get(dataType);
  }

  /** How many different pages of that list were asked for. */
  int pages(String dataType) {
    return pages.getOrDefault(dataType, Set.of()).size();
  }

  private static Pattern pattern(DataType type) {
    return Pattern.compile(
        KnownAnswers.shape(type.path()).replace(".", "\\.").replace("{}", "[^/]+"));
  }

  private void answer(HttpExchange call) throws IOException {
    try (call) {
      call.getRequestBody().readAllBytes();
      String path = call.getRequestURI().getRawPath();
      if (path.equals("/oauth2/v1/token")) {
        send(call, 200, "{\"token_type\":\"Bearer\",\"expires_in\":3600,\"access_token\":\"t\"}");
      } else if (path.equals("/.well-known/okta-organization")) {
        send(call, 200, "{\"id\":\"00o1\",\"pipeline\":\"idx\"}");
      } else {
        list(call, path);
      }
    }
  }

  private void list(HttpExchange call, String path) throws IOException {
    DataType type =
        types.entrySet().stream()
            .filter(known -> known.getKey().matcher(path).matches())
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse(null);
    List<JsonNode> known = type == null ? List.of() : answers.pages(type.name());
    if (known.isEmpty()) {
      send(call, 404, "{\"errorCode\":\"E0000007\",\"errorSummary\":\"Not found\"}");
      return;
    }
    String query = String.valueOf(call.getRequestURI().getRawQuery());
    int cut = query.indexOf(NEXT);
    String list = path + "?" + (cut < 0 ? query : query.substring(0, cut));
    int number = cut < 0 ? 0 : Integer.parseInt(query.substring(cut + NEXT.length()));
    if (!list.equals(served.computeIfAbsent(type.name(), any -> list))) {
      send(call, 200, empty(type));
      return;
    }
    pages.computeIfAbsent(type.name(), any -> ConcurrentHashMap.newKeySet()).add(number);
    boolean last = number >= known.size() - 1;
    if (!last || type.isLog()) {
      call.getResponseHeaders()
          .add("Link", "<%s%s%s%d>; rel=\"next\"".formatted(url(), list, NEXT, number + 1));
    }
    send(call, 200, number < known.size() ? known.get(number).toString() : "[]");
  }

  private static String empty(DataType type) {
    return KnownAnswers.wrapped(type, JsonNodeFactory.instance.arrayNode()).toString();
  }

  private static void send(HttpExchange call, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    var headers = call.getResponseHeaders();
    headers.add("Content-Type", "application/json");
    headers.add("X-Rate-Limit-Limit", "600000");
    headers.add("X-Rate-Limit-Remaining", "599999");
    headers.add("X-Rate-Limit-Reset", "" + (Instant.now().getEpochSecond() + 60));
    call.sendResponseHeaders(status, bytes.length);
    call.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
