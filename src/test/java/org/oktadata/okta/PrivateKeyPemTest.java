package org.oktadata.okta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.oktadata.RsaKeys;

class PrivateKeyPemTest {

  @ParameterizedTest
  @ValueSource(ints = {2048, 4096})
  void rsaIsReadAsPkcs8AndAsPkcs1(int bits) throws Exception {
    var key = ofLength(bits);
    assertThat(PrivateKeyPem.read(pem("PRIVATE KEY", key.getEncoded()))).isEqualTo(key);
    var inner = Arrays.copyOfRange(key.getEncoded(), 26, key.getEncoded().length);
    assertThat(PrivateKeyPem.read(pem("RSA PRIVATE KEY", inner))).isEqualTo(key);
  }

  @ParameterizedTest
  @CsvSource({
    "secp256r1, 06082a8648ce3d030107, 32",
    "secp384r1, 06052b81040022, 48",
    "secp521r1, 06052b81040023, 66"
  })
  void ecIsReadAsPkcs8AndAsSec1(String curve, String oid, int size) throws Exception {
    var key = (ECPrivateKey) ec(curve).getPrivate();
    assertThat(PrivateKeyPem.read(pem("PRIVATE KEY", key.getEncoded()))).isEqualTo(key);
    var text = pem("EC PRIVATE KEY", sec1(key, oid, size));
    assertThat(((ECPrivateKey) PrivateKeyPem.read(text)).getS()).isEqualTo(key.getS());
    var parameters = pem("EC PARAMETERS", HexFormat.of().parseHex(oid));
    assertThat(PrivateKeyPem.read(parameters + text)).isInstanceOf(ECPrivateKey.class);
  }

  @Test
  void whatCopyingDoesToAPemIsForgiven() throws Exception {
    var key = key();
    var pem = pem("PRIVATE KEY", key.getEncoded());
    assertThat(PrivateKeyPem.read(pem.replace("\n", "\\n"))).isEqualTo(key);
    assertThat(PrivateKeyPem.read(pem.replace("\n", "\r\n"))).isEqualTo(key);
    assertThat(PrivateKeyPem.read(pem.replace("\n", " "))).isEqualTo(key);
    assertThat(PrivateKeyPem.read("  \nBag Attributes\n" + pem + "\n\n")).isEqualTo(key);
    assertThat(PrivateKeyPem.read(pem.replaceAll("(?m)^", "    "))).isEqualTo(key);
  }

  @Test
  void whatIsNoUsableKeyIsExplained() throws Exception {
    var pem = pem("PRIVATE KEY", key().getEncoded());
    assertSentence("", "it is empty");
    assertSentence(null, "it is empty");
    assertSentence("hello", "it is not PEM text");
    assertSentence("{\"kty\":\"RSA\"}", "choose PEM");
    assertSentence(pem("CERTIFICATE", new byte[9]), "it is a certificate");
    assertSentence(pem("PUBLIC KEY", new byte[9]), "the public key");
    assertSentence(pem("ENCRYPTED PRIVATE KEY", new byte[9]), "passphrase");
    assertSentence(
        pem("RSA PRIVATE KEY", new byte[9])
            .replaceFirst("\n", "\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\n"),
        "passphrase");
    assertSentence(pem("OPENSSH PRIVATE KEY", new byte[9]), "use an RSA or EC key");
    assertSentence(pem.substring(0, pem.length() / 2), "END line is missing");
    assertSentence(pem.substring(0, 200) + pem.substring(300), "is damaged");
    assertSentence(pem("EC PRIVATE KEY", new byte[] {0x30, 3, 2, 1, 1}), "is damaged");
    assertSentence(pem("RSA PRIVATE KEY", new byte[] {0x30}), "is damaged");
    assertSentence(pem.replaceFirst("(?<=KEY-----\n.{20}).", "§"), "is damaged");
  }

  @Test
  void aShortKeyIsRefused() throws Exception {
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(1024);
    var pem = pem("PRIVATE KEY", generator.generateKeyPair().getPrivate().getEncoded());
    assertThatThrownBy(() -> SigningKey.of(new Credential.PrivateKey(pem, "k")))
        .hasMessageContaining("shorter than 2048 bits");
  }

  private static void assertSentence(String pem, String reason) {
    assertThatThrownBy(() -> PrivateKeyPem.read(pem))
        .isInstanceOf(OktaTokenException.class)
        .hasMessageStartingWith("The private key cannot be read because ")
        .hasMessageContaining(reason);
  }

  private static PrivateKey key() {
    return RsaKeys.shared().getPrivate();
  }

  /** A key that can be read, but not used: to look for long primes takes many seconds. */
  private static PrivateKey ofLength(int bits) throws Exception {
    var random = new Random(bits);
    var p = new BigInteger(bits / 2, random).setBit(0).setBit(bits / 2 - 1).setBit(bits / 2 - 2);
    var q = new BigInteger(bits / 2, random).setBit(0).setBit(bits / 2 - 1).setBit(bits / 2 - 2);
    var d = new BigInteger(bits - 8, random);
    return KeyFactory.getInstance("RSA")
        .generatePrivate(
            new RSAPrivateCrtKeySpec(
                p.multiply(q),
                RSAKeyGenParameterSpec.F4,
                d,
                p,
                q,
                d.mod(p.subtract(BigInteger.ONE)),
                d.mod(q.subtract(BigInteger.ONE)),
                q.mod(p)));
  }

  private static KeyPair ec(String curve) throws Exception {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(curve));
    return generator.generateKeyPair();
  }

  /** As OpenSSL writes it: version, key, curve; the public key is left out. */
  private static byte[] sec1(ECPrivateKey key, String oid, int size) {
    var s = key.getS().toByteArray();
    var padded = new byte[size];
    int length = Math.min(size, s.length);
    System.arraycopy(s, s.length - length, padded, size - length, length);
    var hex = HexFormat.of();
    var inner =
        "020101"
            + "04%02x".formatted(size)
            + hex.formatHex(padded)
            + "a0%02x".formatted(oid.length() / 2)
            + oid;
    return hex.parseHex("30%02x".formatted(inner.length() / 2) + inner);
  }

  private static String pem(String label, byte[] der) {
    var body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
  }
}
