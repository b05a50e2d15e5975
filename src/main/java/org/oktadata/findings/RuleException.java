package org.oktadata.findings;

/** A rule file that cannot be used: file, line and problem in one sentence. */
class RuleException extends RuntimeException {

  private final transient String source;

  RuleException(String source, int line, String problem) {
    super("%s line %d: %s".formatted(source, line, problem));
    this.source = source;
  }

  String source() {
    return source;
  }
}
