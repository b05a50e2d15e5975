package org.oktadata.integrations;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.DirectDecrypter;
import com.nimbusds.jose.crypto.DirectEncrypter;
import java.text.ParseException;
import org.springframework.stereotype.Component;

/**
 * Seals credentials for the database: one compact JWE (RFC 7516), {@code dir} with A256GCM, the kid
 * naming the data key. It opens for the integration that it was sealed for, and no other.
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
    DataKey key = keys.sealing();
    JWEHeader header =
        new JWEHeader.Builder(JWEAlgorithm.DIR, EncryptionMethod.A256GCM).keyID(key.id()).build();
    try {
      byte[] content = json.writeValueAsBytes(new Content(integration, credentials));
      JWEObject sealed = new JWEObject(header, new Payload(content));
      sealed.encrypt(new DirectEncrypter(key.secret()));
      return sealed.serialize();
    } catch (JOSEException | JsonProcessingException e) {
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
      JWEObject parsed = JWEObject.parse(sealed);
      DataKey key = keys.find(parsed.getHeader().getKeyID());
      if (key == null) {
        throw new SealedCredentialsException(
            "The credentials are sealed with another data key: set OKTA_DATA_KEY to that key, or"
                + " enter the credentials again.");
      }
      parsed.decrypt(new DirectDecrypter(key.secret()));
      Content content = json.readValue(parsed.getPayload().toBytes(), Content.class);
      if (content.integration().equals(integration)) {
        return content.credentials();
      }
    } catch (ParseException | JOSEException | java.io.IOException | IllegalStateException e) {
      // Falls through: what doesn't open is damaged, whatever the reason.
    }
    throw new SealedCredentialsException(
        "The sealed credentials are damaged: enter the credentials again.");
  }

  /** Whether the sealing key of today made it; if not, sealing again completes a key change. */
  boolean isCurrent(String sealed) {
    try {
      return keys.sealing().id().equals(JWEObject.parse(sealed).getHeader().getKeyID());
    } catch (ParseException e) {
      return false;
    }
  }
}
