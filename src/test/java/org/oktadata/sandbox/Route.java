package org.oktadata.sandbox;

import java.util.ArrayList;
import java.util.List;

/**
 * A path and who answers it.
 *
 * @param path with {@code {}} for each id
 * @param scope the scope it asks for
 */
record Route(
    String path,
    String[] segments,
    String scope,
    Access access,
    boolean identityEngine,
    Handler handler) {
  /** Answers a call. */
  @FunctionalInterface
  interface Handler {
    Answer answer(Call call);
  }

  static Route of(String path, String scope, Access access, Handler handler) {
    return new Route(path, path.split("/"), scope, access, false, handler);
  }

  Route onIdentityEngine() {
    return new Route(path, segments, scope, access, true, handler);
  }

  /** The ids in a path that this route is for; null when it isn't. */
  List<String> match(String[] asked) {
    if (asked.length != segments.length) {
      return null;
    }
    List<String> ids = new ArrayList<>(2);
    for (int place = 0; place < asked.length; place++) {
      if (segments[place].equals("{}")) {
        ids.add(Call.decode(asked[place]));
      } else if (!segments[place].equals(asked[place])) {
        return null;
      }
    }
    return ids;
  }
}
