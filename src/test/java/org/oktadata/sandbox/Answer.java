package org.oktadata.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What is sent back. */
final class Answer {
  private final int status;
  private final byte[] body;
  private final String contentType;
  private final boolean gzip;
  private final List<String[]> headers = new ArrayList<>();

  Answer(int status, String contentType, byte[] body) {
    this(status, contentType, body, false);
  }

  private Answer(int status, String contentType, byte[] body, boolean gzip) {
    this.status = status;
    this.contentType = contentType;
    this.body = body;
    this.gzip = gzip;
  }

  static Answer json(int status, String body) {
    return new Answer(status, "application/json", body.getBytes(StandardCharsets.UTF_8));
  }

  static Answer json(JsonText body) {
    return new Answer(200, "application/json", body.bytes(), body.packed());
  }

  Answer header(String name, String value) {
    headers.add(new String[] {name, value});
    return this;
  }

  /** The same with its body packed. */
  Answer packed() {
    if (gzip) {
      return this;
    }
    Answer packed = new Answer(status, contentType, Gzip.pack(body), true);
    packed.headers.addAll(headers);
    return packed;
  }

  /** Its body as text. */
  byte[] text() {
    return gzip ? Gzip.unpack(body) : body;
  }

  boolean gzip() {
    return gzip;
  }

  int status() {
    return status;
  }

  String contentType() {
    return contentType;
  }

  byte[] body() {
    return body;
  }

  List<String[]> headers() {
    return headers;
  }
}
