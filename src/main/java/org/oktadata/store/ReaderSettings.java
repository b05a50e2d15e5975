package org.oktadata.store;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.StringUtils;

/**
 * How people's questions are answered: pages of the console, lists of the API.
 *
 * @param datasource a read replica that may answer them; unset, the primary does
 * @param statementTimeout after which a question is stopped
 * @param lockTimeout how long a question waits for a table that is being changed
 * @param maximumPoolSize connections for questions, beside those of collection
 */
@ConfigurationProperties("okta.reader")
public record ReaderSettings(
    @DefaultValue Replica datasource,
    @DefaultValue("20s") Duration statementTimeout,
    @DefaultValue("5s") Duration lockTimeout,
    @DefaultValue("8") int maximumPoolSize) {

  public ReaderSettings {
    check(!statementTimeout.isNegative(), "statement-timeout must be 0 or more, such as 20s");
    check(!lockTimeout.isNegative(), "lock-timeout must be 0 or more, such as 5s");
    check(
        datasource.named() || !datasource.hasAccount(),
        "datasource.url is missing; a user name or password alone names no replica");
    check(maximumPoolSize > 0, "maximum-pool-size must be 1 or more, such as 8");
  }

  private static void check(boolean right, String sentence) {
    if (!right) {
      throw new IllegalArgumentException("okta.reader." + sentence);
    }
  }

  /**
   * @param username and password; unset, those of the primary
   */
  public record Replica(String url, String username, String password) {

    boolean named() {
      return StringUtils.hasText(url);
    }

    boolean hasAccount() {
      return StringUtils.hasText(username) || StringUtils.hasText(password);
    }

    /** Hides the password, which an address may hold, too. */
    @Override
    public String toString() {
      return "Replica[" + (named() ? url.replaceFirst("[?].*", "") : "") + "]";
    }
  }
}
