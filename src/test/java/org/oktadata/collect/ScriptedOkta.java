package org.oktadata.collect;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** An org that answers page by page as a test says, so that it can say what no Okta would. */
final class ScriptedOkta implements AutoCloseable {

  static final String GONE =
      "{\"errorCode\":\"E0000007\",\"errorSummary\":\"Not found: Resource not found\"}";
  static final String REFUSED =
      "{\"errorCode\":\"E0000031\",\"errorSummary\":\"Invalid search criteria.\"}";
  static final String PROXY = "<html><body>Nothing here</body></html>";

  private static final String TOKEN = "/oauth2/v1/token";
  private static final String ENGINE = "/.well-known/okta-organization";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(16);
  private final Map<String, Page> pages = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();

  private final Map<String, Runnable> held = new ConcurrentHashMap<>();

  private record Page(int status, String body, String after) {}

  ScriptedOkta() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
    letIn();
  }

  private void letIn() {
    give(TOKEN, 200, "{\"token_type\":\"Bearer\",\"expires_in\":3600,\"access_token\":\"t\"}");
    give(ENGINE, 200, "{\"id\":\"00o1\",\"pipeline\":\"idx\"}");
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** What a page answers: a path, and after a question mark what its query must contain. */
  ScriptedOkta give(String page, int status, String body) {
    pages.put(page, new Page(status, body, null));
    return this;
  }

  /** A page that links to another. */
  ScriptedOkta give(String page, String body, String after) {
    pages.put(page, new Page(200, body, after));
    return this;
  }

  /** Answers a page only once something has come to pass. */
  void holdBack(String page, Runnable untilThen) {
    held.put(page, untilThen);
  }

  /** How often a page was asked for. */
  int calls(String page) {
    return calls.getOrDefault(page, new AtomicInteger()).get();
  }

  /** Lets everybody in again, and forgets the answers of all lists, which are empty then. */
  void forget() {
    letIn();
    pages.keySet().retainAll(Set.of(TOKEN, ENGINE));
    calls.clear();
    held.clear();
  }

  private void answer(HttpExchange call) throws IOException {
    try (call) {
      call.getRequestBody().readAllBytes();
      String path = call.getRequestURI().getRawPath();
      String query = String.valueOf(call.getRequestURI().getRawQuery());
      String name = name(path, query);
      calls.computeIfAbsent(name, any -> new AtomicInteger()).incrementAndGet();
      Page page = pages.getOrDefault(name, new Page(200, "[]", null));
      held.getOrDefault(name, () -> {}).run();
      byte[] bytes = page.body().getBytes(StandardCharsets.UTF_8);
      var headers = call.getResponseHeaders();
      headers.add("Content-Type", page.body().startsWith("<") ? "text/html" : "application/json");
      if (page.after() != null) {
        headers.add(
            "Link", "<%s%s?%s&after=%s>; rel=\"next\"".formatted(url(), path, query, page.after()));
      }
      call.sendResponseHeaders(page.status(), bytes.length == 0 ? -1 : bytes.length);
      call.getResponseBody().write(bytes);
    }
  }

  private String name(String path, String query) {
    return pages.keySet().stream()
        .filter(name -> matches(name, path, query))
        .max(
            Comparator.comparing((String name) -> name.contains("after="))
                .thenComparing(String::length))
        .orElse(path);
  }

  private static boolean matches(String name, String path, String query) {
    String[] parts = name.split("\\?");
    return parts[0].equals(path) && (parts.length == 1 || query.contains(parts[1]));
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
