package org.oktadata;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Secrets that were planted, and how they look where somebody copied them: plain, in base64 at any
 * place of a longer text, in base64url, hex, and encoded for a URL or for JSON.
 */
public final class Canaries {

  /**
   * Access tokens, client assertions and proofs are all JWTs; then private keys, and what stands in
   * Authorization.
   */
  private static final Pattern TOKEN =
      Pattern.compile(
          "eyJ[\\w-]{8,}\\.[\\w-]{8,}\\.[\\w-]{8,}"
              + "|-----BEGIN [A-Z ]*PRIVATE KEY-----\\s*[\\w+/]{16}"
              + "|(Basic|Bearer|DPoP) (?=[\\w+/-]*[\\d=])[\\w+/=-]{12,}");

  /** One of these stands in whatever the pattern finds, and is looked for much more quickly. */
  private static final List<String> MARKS =
      List.of("eyJ", "PRIVATE KEY-----", "Basic ", "Bearer ", "DPoP ");

  private final Set<String> secrets = new LinkedHashSet<>();
  private final Map<String, String> forms = new LinkedHashMap<>();
  private final boolean[] beginnings = new boolean[1 << 16];

  /** Plants a secret under a name, and answers it. */
  public String plant(String name, String secret) {
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    secrets.add(secret);
    add(secret, name);
    add(HexFormat.of().formatHex(bytes), name + " in hex");
    add(URLEncoder.encode(secret, StandardCharsets.UTF_8), name + " in a URL");
    add(secret.replace("/", "\\/").replace("\n", "\\n"), name + " in JSON");
    for (int shift = 0; shift < 3; shift++) {
      byte[] shifted = new byte[shift + bytes.length];
      System.arraycopy(bytes, 0, shifted, shift, bytes.length);
      // Only what doesn't depend on the neighbours: whole groups of three bytes.
      int from = shift == 0 ? 0 : 3;
      int length = (shifted.length - from) / 3 * 3;
      byte[] whole = Arrays.copyOfRange(shifted, from, from + length);
      if (length >= 9) {
        add(Base64.getEncoder().encodeToString(whole), name + " in base64");
        add(Base64.getUrlEncoder().encodeToString(whole), name + " in base64url");
      }
    }
    return secret;
  }

  /** All that was planted. */
  public List<String> secrets() {
    return List.copyOf(secrets);
  }

  /** What of a text is secret, with its surroundings; null if nothing. */
  public String leak(String text) {
    String planted = planted(text);
    if (planted != null) {
      return planted;
    }
    if (MARKS.stream().noneMatch(text::contains)) {
      return null;
    }
    Matcher token = TOKEN.matcher(text);
    return token.find() ? "a token or key: " + around(text, token.start()) : null;
  }

  /** The same, for what was planted alone. */
  public String planted(String text) {
    for (int at = 0; at + 4 <= text.length(); at++) {
      if (beginnings[beginning(text, at)]) {
        for (Map.Entry<String, String> form : forms.entrySet()) {
          if (text.startsWith(form.getKey(), at)) {
            return form.getValue() + ": " + around(text, at);
          }
        }
      }
    }
    return null;
  }

  private void add(String form, String name) {
    forms.put(form, name);
    beginnings[beginning(form, 0)] = true;
  }

  /** Of a few letters, so that long texts are read once and not once for each form. */
  private static int beginning(String text, int at) {
    int hash = text.charAt(at) * 31 + text.charAt(at + 1);
    return ((hash * 31 + text.charAt(at + 2)) * 31 + text.charAt(at + 3)) & 0xffff;
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
