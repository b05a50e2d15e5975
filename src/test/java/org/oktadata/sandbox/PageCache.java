package org.oktadata.sandbox;

import java.util.LinkedHashMap;
import java.util.Map;

/** Keeps large answers that were packed already, as long as the org doesn't change. */
final class PageCache {
  private static final int SMALLEST = 2_000;

  private final LinkedHashMap<String, Answer> answers = new LinkedHashMap<>(256, 0.75f, true);
  private final long most = Runtime.getRuntime().maxMemory() / 10;
  private long version = -1;
  private long kept;

  synchronized Answer find(String url, long orgVersion) {
    if (version != orgVersion) {
      answers.clear();
      kept = 0;
      version = orgVersion;
    }
    return answers.get(url);
  }

  synchronized void keep(String url, long orgVersion, Answer answer) {
    if (version != orgVersion || answer.status() != 200 || answer.body().length < SMALLEST) {
      return;
    }
    Answer packed = answer.packed();
    Answer before = answers.put(url, packed);
    kept += packed.body().length - (before == null ? 0 : before.body().length);
    for (var eldest = answers.entrySet().iterator(); kept > most && eldest.hasNext(); ) {
      Map.Entry<String, Answer> entry = eldest.next();
      kept -= entry.getValue().body().length;
      eldest.remove();
    }
  }
}
