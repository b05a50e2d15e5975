package org.oktadata.okta;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;

/** Everybody else's servers: webhooks, an identity provider, a bus, and a mail server. */
final class Receiver implements AutoCloseable {

  private final Queue<String> seen = new ConcurrentLinkedQueue<>();
  private final HttpServer server;
  private final ServerSocket mail = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  private volatile int status = 200;

  Receiver() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/", this::take);
    server.start();
    Thread thread = new Thread(this::serveMail, "mail-server");
    thread.setDaemon(true);
    thread.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  int mailPort() {
    return mail.getLocalPort();
  }

  /** What the webhooks answer from now on; a redirection leads to another host. */
  void answer(int code) {
    status = code;
  }

  /** All that came in, in one text. */
  String seen() {
    return String.join("\n", seen);
  }

  private void take(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    seen.add(exchange.getRequestURI() + " " + exchange.getRequestHeaders().entrySet() + body);
    boolean token = exchange.getRequestURI().getPath().equals("/token");
    byte[] reply = "{\"FailedEntryCount\":0,\"error\":\"invalid_client\"}".getBytes();
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.getResponseHeaders().set("Location", "http://169.254.169.254/latest/meta-data");
    exchange.sendResponseHeaders(token ? 401 : status, reply.length);
    exchange.getResponseBody().write(reply);
    exchange.close();
  }

  private void serveMail() {
    while (!mail.isClosed()) {
      try (Socket socket = mail.accept()) {
        talk(socket);
      } catch (IOException e) {
        seen.add("The mail connection ended: " + e);
      }
    }
  }

  /** As much of SMTP (RFC 5321, RFC 4954) as it takes. */
  private void talk(Socket socket) throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    OutputStream out = socket.getOutputStream();
    say(out, "220 ready");
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      seen.add(line);
      if (line.startsWith("EHLO")) {
        say(out, "250-localhost\r\n250 AUTH PLAIN");
      } else if (line.startsWith("AUTH")) {
        say(out, status == 200 ? "235 welcome" : "535 wrong password");
      } else if (line.equals("DATA")) {
        say(out, "354 go on");
      } else if (line.equals("QUIT")) {
        say(out, "221 bye");
        return;
      } else if (line.equals(".") || line.matches("(MAIL|RCPT|RSET|HELO|NOOP).*")) {
        say(out, "250 fine");
      }
    }
  }

  private static void say(OutputStream out, String line) throws IOException {
    out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  @Override
  public void close() {
    server.stop(0);
    try {
      mail.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
