package org.oktadata.integrations;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.oktadata.okta.Credential;
import org.oktadata.okta.OktaTokenException;
import org.oktadata.okta.SigningKey;
import org.springframework.util.StringUtils;

/** A private key as a person gives it: PEM text, or {@code file:} and the path of such a text. */
public final class PrivateKeyText {

  private static final String FILE = "file:";

  private PrivateKeyText() {}

  /** Reads the file that is named; one without a text stays named, for {@link #problem}. */
  static String read(String text) {
    if (text == null || !text.startsWith(FILE)) {
      return text;
    }
    try {
      String key = Files.readString(path(text));
      return StringUtils.hasText(key) ? key : text;
    } catch (IOException | RuntimeException e) {
      return text;
    }
  }

  /** Why the key can't be used, in one sentence; null where it can, or where a secret is used. */
  static String problem(Credentials credentials) {
    String text = credentials.privateKey();
    if (text == null) {
      return null;
    }
    if (text.startsWith(FILE)) {
      return "The private key file "
          + text.substring(FILE.length())
          + " can't be read: it must hold PEM text that the application's user may read.";
    }
    try {
      SigningKey.of(new Credential.PrivateKey(text, credentials.keyId()));
      return null;
    } catch (OktaTokenException e) {
      return e.getMessage();
    }
  }

  /** Refuses PEM text that no key can be read from, before anything is stored. */
  public static void refuseUnreadable(String text, String keyId) {
    boolean typed = StringUtils.hasText(text) && !text.strip().startsWith(FILE);
    String problem =
        typed && StringUtils.hasText(keyId)
            ? problem(new Credentials(null, text.strip(), keyId, null))
            : null;
    if (problem != null) {
      throw new WrongSetting("private-key", problem.replaceFirst("^The private key ", ""));
    }
  }

  private static Path path(String text) {
    return Path.of(text.substring(FILE.length()).replaceFirst("^//", ""));
  }
}
