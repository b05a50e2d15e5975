package org.oktadata.okta;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** A small server on a loopback port that answers as a test says and keeps what it was asked. */
final class OktaStub implements AutoCloseable {
  static final String TOKEN = "/oauth2/v1/token";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  final List<Asked> asked = new CopyOnWriteArrayList<>();
  volatile Function<Asked, Answer> answers = asked -> Answer.json(404, "{}");
  volatile Function<Asked, Answer> tokens = asked -> Answer.token("secret-token-1", "Bearer");

  /** What came in; headers with their first value and lower-case names. */
  record Asked(String method, URI uri, Map<String, String> headers, String body) {
    Map<String, String> form() {
      var form = new LinkedHashMap<String, String>();
      for (var pair : body.split("&")) {
        var parts = pair.split("=", 2);
        form.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
      }
      return form;
    }
  }

  record Answer(int status, String body, Map<String, List<String>> headers) {
    static Answer json(int status, String body) {
      return new Answer(
          status, body, new LinkedHashMap<>(Map.of("Content-Type", List.of("application/json"))));
    }

    static Answer token(String token, String type) {
      return token(token, type, 3600);
    }

    static Answer token(String token, String type, long seconds) {
      return json(
          200,
          """
          {"token_type":"%s","expires_in":%d,"access_token":"%s","scope":"okta.users.read"}"""
              .formatted(type, seconds, token));
    }

    static Answer refusal(int status, String error, String description) {
      return json(
          status,
          """
          {"error":"%s","error_description":"%s"}"""
              .formatted(error, description));
    }

    Answer with(String name, String... values) {
      headers.put(name, Arrays.asList(values));
      return this;
    }

    Answer limited(long limit, long remaining, long resetInSeconds) {
      return with("X-Rate-Limit-Limit", "" + limit)
          .with("X-Rate-Limit-Remaining", "" + remaining)
          .with("X-Rate-Limit-Reset", "" + (Instant.now().getEpochSecond() + resetInSeconds));
    }

    Answer at(Instant date) {
      return with(
          "Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(date.atOffset(ZoneOffset.UTC)));
    }
  }

  OktaStub() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  List<Asked> calls() {
    return asked.stream().filter(call -> !call.uri().getPath().equals(TOKEN)).toList();
  }

  List<Asked> tokenCalls() {
    return asked.stream().filter(call -> call.uri().getPath().equals(TOKEN)).toList();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var headers = new LinkedHashMap<String, String>();
      exchange
          .getRequestHeaders()
          .forEach((name, values) -> headers.put(name.toLowerCase(), values.get(0)));
      var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      var call = new Asked(exchange.getRequestMethod(), exchange.getRequestURI(), headers, body);
      asked.add(call);
      var answer = (call.uri().getPath().equals(TOKEN) ? tokens : answers).apply(call);
      var bytes = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().putAll(answer.headers());
      if (answer.status() < 0) {
        // Promise more than comes, and hang up: a connection that breaks in the middle.
        exchange.sendResponseHeaders(200, bytes.length + 100L);
        exchange.getResponseBody().write(bytes);
        exchange.getResponseBody().flush();
        return;
      }
      exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
