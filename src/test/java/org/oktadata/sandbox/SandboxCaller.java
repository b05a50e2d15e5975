package org.oktadata.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/** Calls a sandbox in the plainest way, to test it without the product. */
final class SandboxCaller {
  /** An answer. */
  record Reply(int status, HttpResponse<byte[]> response) {
    String text() {
      byte[] body = response.body();
      if (response.headers().firstValue("Content-Encoding").orElse("").equals("gzip")) {
        try (GZIPInputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(body))) {
          body = unpacked.readAllBytes();
        } catch (IOException broken) {
          throw new UncheckedIOException(broken);
        }
      }
      return new String(body, StandardCharsets.UTF_8);
    }

    JsonNode json() {
      try {
        return JSON.readTree(text());
      } catch (IOException broken) {
        throw new UncheckedIOException(broken);
      }
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse(null);
    }

    /** The link to the next page, from one Link header or from several. */
    String next() {
      Matcher next = NEXT.matcher(String.join(", ", response.headers().allValues("Link")));
      return next.find() ? next.group(1) : null;
    }
  }

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern NEXT = Pattern.compile("<([^>]+)>; rel=\"next\"");
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final String url;
  private String token;

  SandboxCaller(String url) {
    this.url = url;
  }

  static SandboxCaller of(SandboxOkta sandbox, SandboxClient client) {
    sandbox.register(client);
    SandboxCaller caller = new SandboxCaller(sandbox.url());
    Reply reply =
        caller.token(
            "grant_type=client_credentials&scope=" + String.join("+", SandboxScopes.all()),
            "Authorization",
            basic(client.id(), client.secrets().get(0)));
    caller.token = reply.json().path("access_token").asText();
    return caller;
  }

  static String basic(String id, String secret) {
    return "Basic "
        + Base64.getEncoder().encodeToString((id + ":" + secret).getBytes(StandardCharsets.UTF_8));
  }

  Reply token(String form, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + "/oauth2/v1/token"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form));
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  Reply get(String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(path.startsWith("http") ? path : url + path))
            .header("Accept-Encoding", "gzip");
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  Reply post(String path, String body) {
    return send(
        HttpRequest.newBuilder(URI.create(url + path))
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  /** All objects of a list, following the links. */
  List<JsonNode> all(String path) {
    List<JsonNode> all = new ArrayList<>();
    for (String next = path; next != null; ) {
      Reply reply = get(next);
      if (reply.status() != 200) {
        throw new IllegalStateException(next + " " + reply.text());
      }
      reply.json().forEach(all::add);
      next = reply.next();
    }
    return all;
  }

  List<String> ids(String path) {
    return all(path).stream().map(each -> each.path("id").asText()).toList();
  }

  String token() {
    return token;
  }

  private static Reply send(HttpRequest.Builder request) {
    try {
      HttpResponse<byte[]> response =
          HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      return new Reply(response.statusCode(), response);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }
}
