package org.oktadata.findings;

/**
 * A rule file, or a folder of them, that can't be used.
 *
 * @param kind what its folder is read for: posture or detection
 * @param source file or folder
 * @param problem in one sentence, with the file and, where there is one, the line
 */
record BrokenRule(String kind, String source, String problem) {

  /** What it goes by, since nobody can tell its id: the name of its file. */
  String id() {
    return source.replaceAll(".*[/\\\\]", "").replaceAll("\\.ya?ml$", "");
  }
}
