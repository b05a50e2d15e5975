package org.oktadata.sandbox;

import com.sun.net.httpserver.Headers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Reads one call after the other from a connection (RFC 9112). */
final class HttpReader {
  private final InputStream in;
  private final OutputStream out;
  private final String address;

  HttpReader(InputStream in, OutputStream out, String address) {
    this.in = in;
    this.out = out;
    this.address = address;
  }

  /** The next call, or null when the client has no more. */
  Call next() throws IOException {
    String start = line();
    if (start == null || start.isEmpty()) {
      return null;
    }
    String[] parts = start.split(" ");
    if (parts.length != 3) {
      throw new IOException("not HTTP: " + start);
    }
    Headers headers = new Headers();
    for (String line = line(); line != null && !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers.add(line.substring(0, colon).trim(), line.substring(colon + 1).trim());
    }
    if ("100-continue".equalsIgnoreCase(headers.getFirst("Expect"))) {
      out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
    }
    return Call.of(parts[0], URI.create(parts[1]), headers, body(headers), address);
  }

  private byte[] body(Headers headers) throws IOException {
    if ("chunked".equalsIgnoreCase(headers.getFirst("Transfer-Encoding"))) {
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      for (int size = chunk(); size > 0; size = chunk()) {
        body.write(in.readNBytes(size));
        line();
      }
      line();
      return body.toByteArray();
    }
    String length = headers.getFirst("Content-Length");
    return length == null ? new byte[0] : in.readNBytes(Integer.parseInt(length));
  }

  private int chunk() throws IOException {
    String line = line();
    return line == null ? 0 : Integer.parseInt(line.split(";")[0].trim(), 16);
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder(120);
    for (int letter = in.read(); letter >= 0; letter = in.read()) {
      if (letter == '\n') {
        return line.toString();
      } else if (letter != '\r') {
        line.append((char) letter);
      }
    }
    return line.length() == 0 ? null : line.toString();
  }
}
