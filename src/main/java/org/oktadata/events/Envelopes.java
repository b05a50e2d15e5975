package org.oktadata.events;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.oktadata.store.OneLine;
import org.springframework.stereotype.Component;

/**
 * Finds the System Log events in whatever a stream sent, in one pass and without building trees.
 */
@Component
class Envelopes {

  /** Okta's events nest about ten deep. */
  private static final int DEEPEST = 64;

  /** Where the parser began with what has no end: says nothing without the message. */
  private static final Pattern PLACE = Pattern.compile(" \\(start marker at .*$");

  static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(DEEPEST).maxNameLength(4096).build())
          .build();

  /** Opens a message; what isn't an event is among the refusals, and nothing is thrown. */
  Letter open(byte[] message) {
    byte[] body = withoutMark(message);
    EnvelopeScan scan = new EnvelopeScan();
    String problem = problem(body, scan);
    if (problem == null) {
      return new Letter(
          scan.source(), scan.events(), scan.sources(), scan.refusals(), scan.newest(), false);
    }
    Refusal whole = Refusal.of(problem, new Slice(body, 0, body.length));
    return new Letter(scan.source(), List.of(), List.of(), List.of(whole), null, true);
  }

  private static String problem(byte[] body, EnvelopeScan scan) {
    if (body.length == 0) {
      return "The message is empty.";
    }
    if (body.length > 1 && body[0] == 0x1f && body[1] == (byte) 0x8b) {
      return "The message is compressed (gzip); send it as it is.";
    }
    if (!isUtf8(body)) {
      return "The message isn't UTF-8 text.";
    }
    try (JsonParser parser = JSON.createParser(body)) {
      parser.nextToken();
      scan.read(parser, body);
      return parser.nextToken() == null ? null : "Something follows the JSON document.";
    } catch (StreamConstraintsException e) {
      return "The JSON nests deeper than " + DEEPEST + " levels, or has a name or string too long.";
    } catch (JsonProcessingException e) {
      return "The message isn't JSON: "
          + PLACE.matcher(OneLine.join(e.getOriginalMessage())).replaceFirst("");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Jackson is more lenient than PostgreSQL, and would take zeros for UTF-16. */
  private static boolean isUtf8(byte[] body) {
    for (int i = 0; i < Math.min(4, body.length); i++) {
      if (body[i] == 0) {
        return false;
      }
    }
    if (isAscii(body)) {
      return true;
    }
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private static boolean isAscii(byte[] body) {
    int all = 0;
    for (byte each : body) {
      all |= each;
    }
    return all >= 0;
  }

  private static byte[] withoutMark(byte[] body) {
    boolean marked =
        body.length >= 3
            && body[0] == (byte) 0xef
            && body[1] == (byte) 0xbb
            && body[2] == (byte) 0xbf;
    return marked ? Arrays.copyOfRange(body, 3, body.length) : body;
  }
}
