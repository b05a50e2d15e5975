package org.oktadata.web;

import java.io.IOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Real HTTP, with a cookie jar, following no redirect. */
public class Browser {

  /** The Basic credentials of the test's admin. */
  public static final String ADMIN = basic("ada", "lovelace");

  private final CookieManager cookies = new CookieManager();
  private final HttpClient client = HttpClient.newBuilder().cookieHandler(cookies).build();
  private final String base;

  Browser(String base) {
    this.base = base;
  }

  public static String basic(String user, String password) {
    byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  /** A request; a body of null sends none, and headers are name, value, name, value. */
  public HttpResponse<String> send(String method, String path, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** A JSON request of the admin, with Basic. */
  public HttpResponse<String> json(String method, String path, String body) {
    return send(method, path, body, "Authorization", ADMIN, "Content-Type", "application/json");
  }

  /** What a browser calls the place of our pages. */
  String origin() {
    return base;
  }

  /** Signs in with the form, as a person does. */
  void signIn() {
    send("GET", "/login", null);
    String form = "username=ada&password=lovelace&_csrf=" + csrfToken();
    send("POST", "/login", form, "Content-Type", "application/x-www-form-urlencoded");
  }

  public String csrfToken() {
    return cookie("XSRF-TOKEN");
  }

  String cookie(String name) {
    return cookies.getCookieStore().getCookies().stream()
        .filter(cookie -> cookie.getName().equals(name))
        .map(HttpCookie::getValue)
        .findFirst()
        .orElse(null);
  }
}
