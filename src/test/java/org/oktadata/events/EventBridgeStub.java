package org.oktadata.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * EventBridge's protocol as recorded: JSON 1.1, the operation in X-Amz-Target. It keeps rules and
 * targets of the buses it was given.
 */
final class EventBridgeStub implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  final List<String> calls = new CopyOnWriteArrayList<>();
  final Map<String, JsonNode> rules = new ConcurrentHashMap<>();
  final Map<String, JsonNode> targets = new ConcurrentHashMap<>();

  private volatile String bus;
  private final HttpServer server;

  EventBridgeStub(String bus) throws IOException {
    this.bus = bus;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** While that runs, there is no bus. */
  void withoutBus(Runnable meanwhile) {
    String before = bus;
    bus = "";
    try {
      meanwhile.run();
    } finally {
      bus = before;
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    String operation =
        exchange.getRequestHeaders().getFirst("X-Amz-Target").replace("AWSEvents.", "");
    JsonNode request = JSON.readTree(exchange.getRequestBody());
    calls.add(operation);
    if (!bus.equals(request.path("EventBusName").asText())) {
      send(exchange, 400, missing("Event bus " + request.path("EventBusName").asText()));
      return;
    }
    String rule = request.path(request.has("Rule") ? "Rule" : "Name").asText();
    boolean known = rules.containsKey(rule);
    switch (operation) {
      case "PutRule" -> {
        rules.put(rule, request);
        send(
            exchange,
            200,
            "{\"RuleArn\":\"arn:aws:events:us-east-1:000000000000:rule/" + rule + "\"}");
      }
      case "PutTargets" -> {
        targets.put(rule, request.path("Targets"));
        send(exchange, 200, "{\"FailedEntryCount\":0,\"FailedEntries\":[]}");
      }
      case "DescribeRule" ->
          send(
              exchange,
              known ? 200 : 400,
              known
                  ? "{\"Name\":\"" + rule + "\",\"State\":\"ENABLED\"}"
                  : missing("Rule " + rule));
      case "ListTargetsByRule" ->
          send(
              exchange,
              200,
              "{\"Targets\":" + targets.getOrDefault(rule, JSON.createArrayNode()) + "}");
      case "RemoveTargets" -> {
        targets.remove(rule);
        send(exchange, 200, "{\"FailedEntryCount\":0,\"FailedEntries\":[]}");
      }
      case "DeleteRule" -> {
        rules.remove(rule);
        send(exchange, 200, "");
      }
      default -> send(exchange, 400, "{\"__type\":\"UnknownOperationException\"}");
    }
  }

  private static String missing(String what) {
    return "{\"__type\":\"ResourceNotFoundException\",\"message\":\""
        + what
        + " does not exist.\"}";
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
    exchange.sendResponseHeaders(status, body.isEmpty() ? -1 : body.getBytes().length);
    exchange.getResponseBody().write(body.getBytes());
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
