package org.oktadata.integrations;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import org.springframework.stereotype.Component;

/**
 * Seals what a session remembers with the data key: signing in through a provider leaves an ID
 * token there, or the code that was refused. Nobody without the key can make up what a session
 * holds; what one session holds, who writes the database can copy into another.
 */
@Component
public class SessionSeal {

  private final DataKeys keys;

  SessionSeal(DataKeys keys) {
    this.keys = keys;
  }

  /** The sealed bytes. Each call gives others. */
  public byte[] seal(byte[] content) {
    return keys.seal(content).getBytes(StandardCharsets.US_ASCII);
  }

  /** The content, or null where no key at hand opens it: then one signs in again. */
  public byte[] open(byte[] sealed) {
    try {
      return keys.open(new String(sealed, StandardCharsets.US_ASCII));
    } catch (GeneralSecurityException foreignOrDamaged) {
      return null;
    }
  }
}
