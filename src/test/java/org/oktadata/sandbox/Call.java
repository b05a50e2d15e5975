package org.oktadata.sandbox;

import com.sun.net.httpserver.Headers;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One call to the sandbox.
 *
 * @param path its path as it was sent, without the query
 * @param base the scheme and host it was sent to, which links are made from
 * @param ids the ids in its path, in their order
 */
record Call(
    String method,
    String path,
    Map<String, String> query,
    Headers headers,
    byte[] body,
    String base,
    List<String> ids,
    AccessToken token) {

  static Call of(String method, URI uri, Headers headers, byte[] body, String address) {
    String host = headers.getFirst("Host");
    String base = "http://" + (host == null ? address : host);
    return new Call(
        method, uri.getRawPath(), form(uri.getRawQuery()), headers, body, base, List.of(), null);
  }

  Call with(List<String> found, AccessToken presented) {
    return new Call(method, path, query, headers, body, base, found, presented);
  }

  String id() {
    return ids.get(0);
  }

  String query(String name) {
    return query.get(name);
  }

  boolean has(String name) {
    return query.containsKey(name) && !query.get(name).isEmpty();
  }

  String header(String name) {
    return headers.getFirst(name);
  }

  /** The query with some parameters set; those set to null are left out. */
  String queryWith(Map<String, String> changes) {
    Map<String, String> changed = new LinkedHashMap<>(query);
    changed.putAll(changes);
    StringBuilder text = new StringBuilder();
    changed.forEach(
        (name, value) -> {
          if (value != null) {
            text.append(text.length() == 0 ? '?' : '&')
                .append(encode(name))
                .append('=')
                .append(encode(value));
          }
        });
    return text.toString();
  }

  static Map<String, String> form(String text) {
    Map<String, String> fields = new LinkedHashMap<>();
    if (text != null && !text.isEmpty()) {
      for (String pair : text.split("&")) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        fields.put(decode(name), equals < 0 ? "" : decode(pair.substring(equals + 1)));
      }
    }
    return fields;
  }

  static String decode(String text) {
    boolean plain = text.indexOf('%') < 0 && text.indexOf('+') < 0;
    return plain ? text : URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
