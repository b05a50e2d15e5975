package org.oktadata.integrations;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.DirectEncrypter;
import java.text.ParseException;
import java.util.Base64;
import java.util.Map;

/** Seals as they were made before they belonged to an issuer; the client secret is {@code old}. */
final class OldSeals {

  private OldSeals() {}

  /**
   * @param sealed any seal of that key, for the key's name
   */
  static String seal(String sealed, String key, String integration)
      throws ParseException, JOSEException {
    JWEHeader header =
        new JWEHeader.Builder(JWEAlgorithm.DIR, EncryptionMethod.A256GCM)
            .keyID(JWEObject.parse(sealed).getHeader().getKeyID())
            .build();
    Map<String, Object> content =
        Map.of("integration", integration, "credentials", Map.of("clientSecret", "old"));
    JWEObject old = new JWEObject(header, new Payload(content));
    old.encrypt(new DirectEncrypter(Base64.getDecoder().decode(key)));
    return old.serialize();
  }
}
