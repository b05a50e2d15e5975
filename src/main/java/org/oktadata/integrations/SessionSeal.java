package org.oktadata.integrations;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.DirectDecrypter;
import com.nimbusds.jose.crypto.DirectEncrypter;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import org.springframework.stereotype.Component;

/**
 * Seals what a session remembers with the data key (RFC 7516, {@code dir} with A256GCM): signing in
 * through a provider leaves an ID token there, or the code that was refused. Nobody without the key
 * can write a session either.
 */
@Component
public class SessionSeal {

  private final DataKeys keys;

  SessionSeal(DataKeys keys) {
    this.keys = keys;
  }

  /** The sealed bytes. Each call gives others. */
  public byte[] seal(byte[] content) {
    DataKey key = keys.sealing();
    JWEHeader header =
        new JWEHeader.Builder(JWEAlgorithm.DIR, EncryptionMethod.A256GCM).keyID(key.id()).build();
    try {
      JWEObject sealed = new JWEObject(header, new Payload(content));
      sealed.encrypt(new DirectEncrypter(key.secret()));
      return sealed.serialize().getBytes(StandardCharsets.US_ASCII);
    } catch (JOSEException e) {
      throw new IllegalStateException("A session can't be sealed", e);
    }
  }

  /** The content, or null where no key at hand opens it: then one signs in again. */
  public byte[] open(byte[] sealed) {
    try {
      JWEObject parsed = JWEObject.parse(new String(sealed, StandardCharsets.US_ASCII));
      DataKey key = keys.find(parsed.getHeader().getKeyID());
      if (key == null) {
        return null;
      }
      parsed.decrypt(new DirectDecrypter(key.secret()));
      return parsed.getPayload().toBytes();
    } catch (ParseException | JOSEException | IllegalStateException damaged) {
      return null;
    }
  }
}
