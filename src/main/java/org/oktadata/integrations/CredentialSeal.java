package org.oktadata.integrations;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import org.springframework.stereotype.Component;

/**
 * Seals credentials for the database with the data key. They open for the integration that they
 * were sealed for, and no other.
 */
@Component
public class CredentialSeal {

  private static final ObjectMapper json = new ObjectMapper();

  private final DataKeys keys;

  CredentialSeal(DataKeys keys) {
    this.keys = keys;
  }

  private record Content(String integration, Credentials credentials) {}

  /** The sealed text. Each call gives another one. */
  public String seal(String integration, Credentials credentials) {
    try {
      return keys.seal(json.writeValueAsBytes(new Content(integration, credentials)));
    } catch (JsonProcessingException | IllegalStateException e) {
      throw new IllegalStateException("The credentials of " + integration + " can't be sealed", e);
    }
  }

  /**
   * The credentials inside.
   *
   * @throws SealedCredentialsException with one sentence where they don't open
   */
  public Credentials open(String integration, String sealed) {
    try {
      Content content = json.readValue(keys.open(sealed), Content.class);
      if (content.integration().equals(integration)) {
        return content.credentials();
      }
    } catch (InvalidKeyException e) {
      throw new SealedCredentialsException(
          "The credentials are sealed with another data key: set OKTA_DATA_KEY to that key, or"
              + " enter the credentials again.");
    } catch (GeneralSecurityException | IOException e) {
      // Falls through: what doesn't open is damaged, whatever the reason.
    }
    throw new SealedCredentialsException(
        "The sealed credentials are damaged: enter the credentials again.");
  }

  /** Whether the sealing key of today made it; if not, sealing again completes a key change. */
  boolean isCurrent(String sealed) {
    return keys.isCurrent(sealed);
  }
}
