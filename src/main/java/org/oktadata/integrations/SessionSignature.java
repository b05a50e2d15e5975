package org.oktadata.integrations;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Component;

/**
 * Signs the ids of sessions with the data key (HMAC-SHA256), so that whoever reads the database
 * can't make a browser's cookie of one.
 */
@Component
public class SessionSignature {

  private static final String ALGORITHM = "HmacSHA256";

  /** A key that seals is used for nothing else, so signatures have one that is derived from it. */
  private static final String PURPOSE = "okta-data-integration session cookie";

  private final DataKeys keys;

  SessionSignature(DataKeys keys) {
    this.keys = keys;
  }

  /** The signature of an id, base64url. */
  public String of(String id) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(sign(keys.sealing(), id));
  }

  /** Whether any key at hand made that signature of the id. */
  public boolean fits(String id, String signature) {
    byte[] given;
    try {
      given = Base64.getUrlDecoder().decode(signature);
    } catch (IllegalArgumentException e) {
      return false;
    }
    return keys.all().stream().anyMatch(key -> MessageDigest.isEqual(sign(key, id), given));
  }

  private static byte[] sign(DataKey key, String id) {
    byte[] derived = mac(key.secret().getEncoded(), PURPOSE);
    return mac(derived, id);
  }

  private static byte[] mac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
