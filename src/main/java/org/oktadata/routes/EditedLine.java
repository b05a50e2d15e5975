package org.oktadata.routes;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which line of an edited file is to blame: Camel names the problem, but only sometimes its place.
 */
final class EditedLine {

  private EditedLine() {}

  /**
   * The number, from 1, of the changed line that shares most words with the problem, and of those
   * the first; 1 if no line was added or changed.
   */
  static int of(String before, String after, String problem) {
    Set<String> old = new HashSet<>(before.lines().toList());
    Set<String> told = words(problem);
    List<String> lines = after.lines().toList();
    int best = 0;
    long most = -1;
    for (int i = 0; i < lines.size(); i++) {
      long shared = words(lines.get(i)).stream().filter(told::contains).count();
      if (!old.contains(lines.get(i)) && shared > most) {
        best = i;
        most = shared;
      }
    }
    return best + 1;
  }

  private static Set<String> words(String text) {
    return new HashSet<>(Arrays.asList(text.split("[^\\w-]+")));
  }
}
