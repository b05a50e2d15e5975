package org.oktadata.okta;

import java.util.regex.Pattern;

/**
 * The shape of a path, such as {@code /api/v1/users/{}/factors}: calls of one shape count in one
 * rate-limit bucket.
 */
final class PathFamily {
  private static final Pattern PLACE = Pattern.compile("\\{[^/}]*}");
  private static final Pattern ORIGIN = Pattern.compile("^[a-z]+://[^/]*");

  /** Okta's ids have 20 characters; words of its paths are shorter, or have dashes. */
  private static final Pattern ID = Pattern.compile("(?=[^/]*[0-9A-Z])[A-Za-z0-9_]{12,}|[^/]{40,}");

  private PathFamily() {}

  /** The shape of a URL, or of a path in which ids are named in braces. */
  static String of(String urlOrPath) {
    var path = ORIGIN.matcher(urlOrPath.replaceFirst("[?#].*", "")).replaceFirst("");
    var shape = new StringBuilder();
    for (var segment : path.substring(path.startsWith("/") ? 1 : 0).split("/")) {
      var isId = PLACE.matcher(segment).matches() || ID.matcher(segment).matches();
      shape.append('/').append(isId ? "{}" : segment);
    }
    return shape.toString();
  }
}
