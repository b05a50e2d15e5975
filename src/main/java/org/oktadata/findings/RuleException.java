package org.oktadata.findings;

/** A rule file, or folder, that cannot be used: file, line and problem in one sentence. */
class RuleException extends RuntimeException {

  private final transient String source;

  RuleException(String source, int line, String problem) {
    super("%s line %d: %s".formatted(source, line, problem));
    this.source = source;
  }

  /** A folder that cannot be used. */
  RuleException(String folder, String problem) {
    super("%s: %s".formatted(folder, problem));
    this.source = folder;
  }

  String source() {
    return source;
  }
}
