package org.oktadata.sandbox;

import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The System Log API. A request without {@code until} polls: it follows the order of persistence
 * and always has a next link, even on an empty page. One with {@code until} is bounded: it follows
 * {@code published} and ends.
 */
final class LogEndpoint {
  private static final long DAY = 86_400_000L;
  private static final int SCANNED = 50_000;

  private final SandboxOrg org;
  private final Pages pages;

  LogEndpoint(SandboxOrg org, Pages pages) {
    this.org = org;
    this.pages = pages;
  }

  void add(Routes routes) {
    routes.add(Route.of("/api/v1/logs", "okta.logs.read", Access.ADMIN, this::logs));
  }

  private Answer logs(Call call) {
    int limit = limit(call);
    long now = org.now();
    boolean bounded = call.has("until");
    long until = bounded ? time(call, "until") : Long.MAX_VALUE;
    long since = call.has("since") ? time(call, "since") : Math.min(now, until) - 7 * DAY;
    if (since < now - 180 * DAY) {
      throw ApiError.of(
          400, "E0000053", "Invalid filter 'since': The since date is more than 180 days ago");
    }
    if ("DESCENDING".equals(call.query("sortOrder"))) {
      return descending(call, Math.max(since, now - 90 * DAY), bounded ? until : now + DAY, limit);
    }
    long oldest = Math.max(since, now - 90 * DAY);
    EventLog.Position start = call.has("after") ? cursor(call) : new EventLog.Position(oldest, -1);
    Predicate<Function<String, Object>> condition = Searches.of(call);
    List<EventLog.Entry> page = new ArrayList<>();
    EventLog.Position last = start;
    boolean end = false;
    for (int scanned = 0; page.size() < limit && !end && scanned < SCANNED; ) {
      List<EventLog.Entry> some =
          org.log().after(last, bounded, until, condition == null ? limit - page.size() : 1_000);
      end = some.isEmpty();
      scanned += some.size();
      for (EventLog.Entry entry : some) {
        if (page.size() == limit) {
          break;
        }
        last = bounded ? entry.published() : entry.persisted();
        if (entry.published().millis() >= now - 90 * DAY
            && (condition == null || condition.test(entry.attributes()))) {
          page.add(entry);
        }
      }
    }
    boolean more = !bounded || (!end && !org.log().after(last, true, until, 1).isEmpty());
    return answer(call, page, more ? last : null, limit);
  }

  private Answer descending(Call call, long since, long until, int limit) {
    Predicate<Function<String, Object>> condition = Searches.of(call);
    EventLog.Position before = call.has("after") ? cursor(call) : new EventLog.Position(until, -1);
    List<EventLog.Entry> all =
        org.log().after(new EventLog.Position(since, -1), true, until, Integer.MAX_VALUE).stream()
            .filter(entry -> entry.published().compareTo(before) < 0)
            .filter(entry -> condition == null || condition.test(entry.attributes()))
            .toList();
    List<EventLog.Entry> page =
        new ArrayList<>(all.subList(Math.max(0, all.size() - limit), all.size()));
    Collections.reverse(page);
    boolean more = all.size() > page.size();
    return answer(call, page, more ? page.get(page.size() - 1).published() : null, limit);
  }

  private Answer answer(Call call, List<EventLog.Entry> page, EventLog.Position next, int limit) {
    JsonText out = JsonText.of(call).array();
    page.forEach(entry -> out.raw(entry.json().get()));
    Answer answer = Answer.json(out.endArray());
    Map<String, String> changes = new LinkedHashMap<>();
    if (call.has("limit")) {
      changes.put("limit", String.valueOf(limit));
    }
    String url = call.base() + call.path();
    String self = "<" + url + call.queryWith(changes) + ">; rel=\"self\"";
    changes.put("after", next == null ? null : next.toString());
    return pages.links(
        answer,
        self,
        next == null ? null : "<" + url + call.queryWith(changes) + ">; rel=\"next\"");
  }

  private static int limit(Call call) {
    if (!call.has("limit")) {
      return 100;
    }
    String text = call.query("limit");
    if (!text.matches("\\d{1,6}") || Integer.parseInt(text) > 1_000) {
      throw ApiError.invalid("limit", "The limit must be between 0 and 1000.");
    }
    return Integer.parseInt(text);
  }

  private static long time(Call call, String name) {
    try {
      return SandboxTimes.read(call.query(name));
    } catch (DateTimeParseException unreadable) {
      throw ApiError.invalid(name, "The date format in your query is not recognized.");
    }
  }

  private static EventLog.Position cursor(Call call) {
    String[] parts = call.query("after").split("_");
    if (parts.length != 2 || !parts[0].matches("\\d{1,15}") || !parts[1].matches("-?\\d{1,15}")) {
      throw Pages.invalidCursor();
    }
    return new EventLog.Position(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
  }
}
