package org.oktadata.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** How the {@code after} cursors of a list look; to the client they are all opaque. */
enum CursorStyle {
  /** Base64 with padding, whose {@code =} needs escaping in a URL. */
  OPAQUE {
    @Override
    String write(String position) {
      return Base64.getEncoder()
          .encodeToString(("position:" + position).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    String read(String cursor) {
      String text = new String(Base64.getDecoder().decode(cursor), StandardCharsets.UTF_8);
      return text.startsWith("position:") ? text.substring(9) : null;
    }
  },
  /** The id of the last object, as lists of users and groups have it. */
  ID {
    @Override
    String write(String position) {
      return position;
    }

    @Override
    String read(String cursor) {
      return cursor;
    }
  },
  /** Words with spaces and a plus sign, as lists ordered by name have them. */
  NAME {
    @Override
    String write(String position) {
      return "Velocity + Country Rule " + position;
    }

    @Override
    String read(String cursor) {
      int last = cursor.lastIndexOf(' ');
      return cursor.startsWith("Velocity + Country Rule ") ? cursor.substring(last + 1) : null;
    }
  };

  abstract String write(String position);

  /** The position in a cursor; null or an IllegalArgumentException when it isn't one. */
  abstract String read(String cursor);
}
