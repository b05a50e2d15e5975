package org.oktadata.integrations;

import static java.nio.file.attribute.PosixFilePermission.GROUP_READ;
import static java.nio.file.attribute.PosixFilePermission.OTHERS_READ;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.DirectDecrypter;
import com.nimbusds.jose.crypto.DirectEncrypter;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.oktadata.store.DatabaseSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The keys at hand: those of {@code okta.data-key}, then those of the file {@code data/data.key},
 * which is made where neither exists. The first one seals (RFC 7516); every one opens, so that a
 * key is changed by putting the new one in front.
 */
@Component
class DataKeys {

  private static final Logger log = LoggerFactory.getLogger(DataKeys.class);

  private final List<DataKey> keys = new ArrayList<>();

  DataKeys(OktaSettings settings, DatabaseSettings database) {
    Path file = database.directory().resolve("data.key");
    if (settings.dataKey() != null) {
      keys.addAll(DataKey.parse(settings.dataKey()));
    }
    try {
      if (keys.isEmpty() && !Files.exists(file)) {
        generate(file);
      }
      if (Files.exists(file)) {
        List<DataKey> ofFile = DataKey.parse(Files.readString(file));
        keys.addAll(ofFile.isEmpty() ? DataKey.parse("empty") : ofFile);
        tellWhereOthersMayRead(file);
      }
    } catch (IOException e) {
      throw new WrongConfiguration(
          "okta.data-key is unset and the key file %s can't be used: set OKTA_DATA_KEY, or let the application read and write that folder"
              .formatted(file));
    } catch (WrongSetting e) {
      throw new WrongConfiguration(
          "okta.data-key: the file %s holds no key of 32 bytes in base64; restore it from a backup"
              .formatted(file));
    }
  }

  /** As a copy from a backup often is. */
  private static void tellWhereOthersMayRead(Path file) throws IOException {
    if (Files.getPosixFilePermissions(file).stream()
        .anyMatch(EnumSet.of(GROUP_READ, OTHERS_READ)::contains)) {
      log.warn("Credentials: others on this machine may read {}; run chmod 600 on it", file);
    }
  }

  /** The content as a compact JWE, {@code dir} with A256GCM, its kid naming the sealing key. */
  String seal(byte[] content) {
    return seal(content, Map.of());
  }

  /** The same with header parameters, which can be read without the key and not be changed. */
  String seal(byte[] content, Map<String, Object> parameters) {
    DataKey key = sealing();
    JWEHeader header =
        new JWEHeader.Builder(JWEAlgorithm.DIR, EncryptionMethod.A256GCM)
            .keyID(key.id())
            .customParams(parameters)
            .build();
    JWEObject sealed = new JWEObject(header, new Payload(content));
    try {
      sealed.encrypt(new DirectEncrypter(key.secret()));
    } catch (JOSEException e) {
      throw new IllegalStateException("Nothing can be sealed with data key " + key.id(), e);
    }
    return sealed.serialize();
  }

  /**
   * What was sealed.
   *
   * @throws InvalidKeyException where its key isn't here
   * @throws GeneralSecurityException where it is damaged
   */
  byte[] open(String sealed) throws GeneralSecurityException {
    try {
      JWEObject parsed = JWEObject.parse(sealed);
      DataKey key = find(parsed.getHeader().getKeyID());
      if (key == null) {
        throw new InvalidKeyException("Sealed with another data key");
      }
      parsed.decrypt(new DirectDecrypter(key.secret()));
      return parsed.getPayload().toBytes();
    } catch (ParseException | JOSEException | IllegalStateException e) {
      throw new GeneralSecurityException("Damaged", e);
    }
  }

  /** Whether the sealing key of today sealed it. */
  boolean isCurrent(String sealed) {
    try {
      return sealing().id().equals(JWEObject.parse(sealed).getHeader().getKeyID());
    } catch (ParseException e) {
      return false;
    }
  }

  /** The key that seals. */
  DataKey sealing() {
    return keys.get(0);
  }

  /** Every key at hand, the one that seals first. */
  List<DataKey> all() {
    return List.copyOf(keys);
  }

  /** The key of that id, or null where it isn't here. */
  DataKey find(String id) {
    return keys.stream().filter(key -> key.id().equals(id)).findFirst().orElse(null);
  }

  /** Written aside and moved into place, so that nobody reads half a key. */
  private static void generate(Path file) throws IOException {
    Path folder = Files.createDirectories(file.toAbsolutePath().getParent());
    Path fresh =
        Files.createTempFile(
            folder,
            "data",
            ".key",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      Files.writeString(fresh, DataKey.generate() + System.lineSeparator());
      Files.move(fresh, file);
      log.info("Credentials: sealed with a new key in {}; back it up apart from the data", file);
    } catch (FileAlreadyExistsException e) {
      log.debug("Another instance made {} first", file);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }
}
