package org.oktadata;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Secrets that were planted, and how they look where somebody copied them: plain, in base64 at any
 * place of a longer text, in base64url, hex, and encoded for a URL or for JSON.
 */
public final class Canaries {

  /** Access tokens, client assertions and proofs are all JWTs; the third is Basic or a token. */
  private static final Pattern TOKEN =
      Pattern.compile(
          "eyJ[\\w-]{8,}\\.[\\w-]{8,}\\.[\\w-]{8,}|-----BEGIN [A-Z ]*PRIVATE"
              + " KEY|(Basic|Bearer|DPoP) [\\w+/=-]{12,}");

  private final Map<String, String> forms = new LinkedHashMap<>();

  /** Plants a secret under a name, and answers it. */
  public String plant(String name, String secret) {
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    forms.put(secret, name);
    forms.put(HexFormat.of().formatHex(bytes), name + " in hex");
    forms.put(URLEncoder.encode(secret, StandardCharsets.UTF_8), name + " in a URL");
    forms.put(secret.replace("/", "\\/").replace("\n", "\\n"), name + " in JSON");
    for (int shift = 0; shift < 3; shift++) {
      byte[] shifted = new byte[shift + bytes.length];
      System.arraycopy(bytes, 0, shifted, shift, bytes.length);
      // Only what doesn't depend on the neighbours: whole groups of three bytes.
      int from = shift == 0 ? 0 : 3;
      int length = (shifted.length - from) / 3 * 3;
      byte[] whole = Arrays.copyOfRange(shifted, from, from + length);
      if (length >= 9) {
        forms.put(Base64.getEncoder().encodeToString(whole), name + " in base64");
        forms.put(Base64.getUrlEncoder().encodeToString(whole), name + " in base64url");
      }
    }
    return secret;
  }

  /** What of a text is secret, with its surroundings; null if nothing. */
  public String leak(String text) {
    String planted = planted(text);
    if (planted != null) {
      return planted;
    }
    Matcher token = TOKEN.matcher(text);
    return token.find() ? "a token or key: " + around(text, token.start()) : null;
  }

  /** The same, for what was planted alone. */
  public String planted(String text) {
    for (Map.Entry<String, String> form : forms.entrySet()) {
      int at = text.indexOf(form.getKey());
      if (at >= 0) {
        return form.getValue() + ": " + around(text, at);
      }
    }
    return null;
  }

  /** A text that may be told, since what was planted is left out. */
  public String hide(String text) {
    String hidden = text;
    for (String form : forms.keySet()) {
      hidden = hidden.replace(form, "(planted)");
    }
    return hidden;
  }

  private static String around(String text, int at) {
    return text.substring(Math.max(0, at - 120), Math.min(text.length(), at + 60))
        .replaceAll("\\s+", " ");
  }
}
