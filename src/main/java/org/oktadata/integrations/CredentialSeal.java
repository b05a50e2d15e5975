package org.oktadata.integrations;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JWEObject;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.text.ParseException;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * Seals credentials for the database: one compact JWE (RFC 7516), {@code dir} with A256GCM, the kid
 * naming the data key. It opens for the integration that it was sealed for, and no other, and only
 * for its issuer and client: who can write the database but has no key, can't have the secret sent
 * elsewhere. What was sealed before that was so, is sealed again by {@link SealRenewal}.
 */
@Component
public class CredentialSeal {

  /**
   * A header parameter, which is authenticated like the content; instances of before pass it over.
   */
  private static final String BELONGS_TO = "org";

  private static final ObjectMapper json = new ObjectMapper();

  private final DataKeys keys;

  CredentialSeal(DataKeys keys) {
    this.keys = keys;
  }

  private record Content(String integration, Credentials credentials) {}

  /** The sealed text. Each call gives another one. */
  String seal(SealedFor owner, Credentials credentials) {
    try {
      byte[] content = json.writeValueAsBytes(new Content(owner.integration(), credentials));
      return keys.seal(content, Map.of(BELONGS_TO, owner.fingerprint()));
    } catch (JsonProcessingException | IllegalStateException e) {
      throw new IllegalStateException(
          "The credentials of " + owner.integration() + " can't be sealed", e);
    }
  }

  /**
   * The credentials inside.
   *
   * @throws SealedCredentialsException with one sentence where they don't open
   */
  Credentials open(SealedFor owner, String sealed) {
    Credentials credentials = open(owner.integration(), sealed);
    String belongsTo = belongsTo(sealed);
    if (belongsTo != null && !belongsTo.equals(owner.fingerprint())) {
      throw new SealedCredentialsException(
          "The credentials were entered for another issuer or client ID, which somebody has changed"
              + " in the database since: if that is meant, enter the credentials again.");
    }
    return credentials;
  }

  /**
   * Sees whether a key at hand opens them, wherever they belong.
   *
   * @throws SealedCredentialsException with one sentence where none does
   */
  public void requireKey(String integration, String sealed) {
    open(integration, sealed);
  }

  private Credentials open(String integration, String sealed) {
    try {
      Content content = json.readValue(keys.open(sealed), Content.class);
      if (content.integration().equals(integration)) {
        return content.credentials();
      }
    } catch (InvalidKeyException e) {
      throw new SealedCredentialsException(
          "The credentials are sealed with another data key: set OKTA_DATA_KEY to that key, or"
              + " put its file data.key back, or enter the credentials again.");
    } catch (GeneralSecurityException | IOException e) {
      // Falls through: what doesn't open is damaged, whatever the reason.
    }
    throw new SealedCredentialsException(
        "The sealed credentials are damaged: enter the credentials again.");
  }

  /**
   * Whether the sealing key of today made it, for an issuer; if not, sealing again completes a
   * change of keys, or of versions.
   */
  boolean isCurrent(String sealed) {
    return keys.isCurrent(sealed) && belongsTo(sealed) != null;
  }

  /** Null where it was sealed for any issuer. */
  private static String belongsTo(String sealed) {
    try {
      Object belongsTo = JWEObject.parse(sealed).getHeader().getCustomParam(BELONGS_TO);
      return belongsTo == null ? null : belongsTo.toString();
    } catch (ParseException e) {
      throw new IllegalStateException(e);
    }
  }
}
