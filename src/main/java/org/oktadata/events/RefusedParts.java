package org.oktadata.events;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What is refused of one message: the first hundred parts each by itself, those behind them in
 * runs, as they lie in the message. So nothing is dropped, and a message of bare commas and numbers
 * becomes no million of objects.
 */
final class RefusedParts {

  private static final int ALONE = 100;

  /** With its brackets a run can be replayed, as a list. */
  private static final int LONGEST_RUN = Refusal.MOST - 2;

  private record Run(String reason, Slice slice, int parts) {

    Refusal refusal() {
      String text =
          new String(
              slice.bytes(), slice.from(), slice.to() - slice.from(), StandardCharsets.UTF_8);
      return new Refusal(parts + " parts of one message. " + reason, "[" + text + "]");
    }
  }

  private final List<Run> runs = new ArrayList<>();

  void add(String reason, Slice part) {
    Run last = runs.size() > ALONE ? runs.get(runs.size() - 1) : null;
    if (last == null || !isNext(last.slice(), part)) {
      runs.add(new Run(reason, part, 1));
    } else {
      String reasons =
          last.reason().contains(reason) ? last.reason() : last.reason() + " " + reason;
      Slice both = new Slice(part.bytes(), last.slice().from(), part.to());
      runs.set(runs.size() - 1, new Run(reasons, both, last.parts() + 1));
    }
  }

  private static boolean isNext(Slice before, Slice part) {
    if (before.bytes() != part.bytes() || part.to() - before.from() > LONGEST_RUN) {
      return false;
    }
    for (int i = before.to(); i < part.from(); i++) {
      if (",[] \t\r\n".indexOf(part.bytes()[i]) < 0) {
        return false;
      }
    }
    return true;
  }

  int size() {
    return runs.size();
  }

  /**
   * The reason of the object that alone was refused since there were that many; null where it was
   * no object, or another number of parts.
   */
  String reasonOfObject(int size) {
    Run last = size + 1 == runs.size() ? runs.get(size) : null;
    return last != null && last.parts() == 1 && last.slice().bytes()[last.slice().from()] == '{'
        ? last.reason()
        : null;
  }

  /** Whether more than one part was refused since there were that many. */
  boolean hasSeveral(int size) {
    return runs.size() > size + 1 || (runs.size() > size && runs.get(size).parts() > 1);
  }

  /** Forgets what came after there were that many, which lies in something else. */
  void truncate(int size) {
    runs.subList(size, runs.size()).clear();
  }

  List<Refusal> refusals() {
    return runs.stream()
        .map(run -> run.parts() > 1 ? run.refusal() : Refusal.of(run.reason(), run.slice()))
        .toList();
  }
}
