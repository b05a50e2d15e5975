package org.oktadata.sandbox;

import java.util.Map;
import java.util.TreeMap;

/** Answers with a page of a list and the links to this page and the next. */
final class Pages {
  private final SandboxOptions options;

  Pages(SandboxOptions options) {
    this.options = options;
  }

  Answer page(Call call, Listing listing, PageRule rule) {
    int limit = limit(call, rule);
    long[] start = start(call, listing, rule);
    long place = start[0];
    int count = 0;
    int most = rule.end() > 0 ? (int) Math.min(limit, rule.end() - start[1]) : limit;
    JsonText out = JsonText.of(call);
    if (rule.wrapper() != null) {
      out.object().array(rule.wrapper());
    } else {
      out.array();
    }
    long next = listing.next(place);
    while (next != Listing.NONE && count < most) {
      listing.write(out, next);
      place = next;
      count++;
      next = listing.next(place);
    }
    out.endArray();
    boolean ended = rule.end() > 0 && start[1] + count >= rule.end();
    boolean more = (next != Listing.NONE && !ended) || (rule.nextOnShortPage() && count > 0);
    String cursor = more ? cursor(listing, rule, place, start[1] + count) : null;
    return finish(call, rule, limit, cursor, out);
  }

  private Answer finish(Call call, PageRule rule, int limit, String cursor, JsonText out) {
    String base = host(call, rule) + call.path();
    Map<String, String> changes = new TreeMap<>();
    if (rule.standard() > 0 && rule.standard() < Integer.MAX_VALUE) {
      changes.put("limit", String.valueOf(limit));
    }
    String self = base + call.queryWith(changes);
    if (rule.nextInBody()) {
      if (cursor != null) {
        changes.put("after", cursor);
        changes.remove("limit");
        out.object("_links").link("next", base + call.queryWith(changes)).end();
      }
      return Answer.json(out.end());
    }
    if (rule.wrapper() != null) {
      out.end();
    }
    Answer answer = Answer.json(out);
    if (rule.standard() == 0) {
      return answer;
    }
    changes.put("after", cursor);
    String next = cursor == null ? null : "<" + base + call.queryWith(changes) + ">; rel=\"next\"";
    return links(answer, "<" + self + ">; rel=\"self\"", next);
  }

  Answer links(Answer answer, String self, String next) {
    if (next != null && options.joinedLinks()) {
      return answer.header("Link", self + ", " + next);
    }
    answer.header("Link", self);
    return next == null ? answer : answer.header("Link", next);
  }

  /** The host that links lead to: the one that was called, or the admin host. */
  private String host(Call call, PageRule rule) {
    boolean seen =
        rule.nextInBody() || call.path().contains("/brands") || call.path().contains("/iam/");
    return switch (options.adminLinks()) {
      case NEVER -> call.base();
      case SOME -> seen ? admin(call) : call.base();
      case ALWAYS -> admin(call);
    };
  }

  /** The admin host, on the port that was called. */
  private String admin(Call call) {
    int port = call.base().lastIndexOf(':');
    return "http://" + options.adminHost() + (port > 5 ? call.base().substring(port) : "");
  }

  private static int limit(Call call, PageRule rule) {
    if (rule.standard() == 0) {
      return Integer.MAX_VALUE;
    }
    if (!call.has("limit")) {
      return rule.standard();
    }
    String text = call.query("limit");
    int limit = text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
    if (limit < 1) {
      throw ApiError.invalid("limit", "The limit must be a positive number.");
    }
    return Math.min(limit, rule.maximum());
  }

  private static String cursor(Listing listing, PageRule rule, long place, long total) {
    String position = listing.position(place);
    return rule.cursor().write(rule.end() > 0 ? position + ":" + total : position);
  }

  private static long[] start(Call call, Listing listing, PageRule rule) {
    if (!call.has("after")) {
      return new long[] {-1, 0};
    }
    long number = Listing.NONE;
    long total = 0;
    try {
      String position = rule.cursor().read(call.query("after"));
      if (position != null && rule.end() > 0) {
        int colon = position.lastIndexOf(':');
        total = Long.parseLong(position.substring(colon + 1));
        position = position.substring(0, colon);
      }
      number = position == null ? Listing.NONE : listing.number(position);
    } catch (IllegalArgumentException | StringIndexOutOfBoundsException notACursor) {
      number = Listing.NONE;
    }
    if (number == Listing.NONE) {
      throw invalidCursor();
    }
    return new long[] {number, total};
  }

  static ApiError invalidCursor() {
    return ApiError.of(400, "E0000031", "Invalid search criteria.", "Invalid cursor.");
  }
}
