package org.oktadata.integrations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.oktadata.store.DatabaseSettings;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class DataKeysTest {

  @TempDir Path folder;

  @Test
  void aKeyFileIsMadeOnceForItsOwnerOnly() throws Exception {
    Path data = folder.resolve("data");
    String first = keys(null, data).sealing().id();
    Path file = data.resolve("data.key");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(keys(null, data).sealing().id()).isEqualTo(first);
    assertThat(data).isDirectoryNotContaining(path -> !path.equals(file));
  }

  @Test
  void aConfiguredKeyMakesNoFileAndLeavesTheFilesKeyAbleToOpen() {
    String key = DataKey.generate();
    keys(key, folder);
    assertThat(folder).isEmptyDirectory();
    String ofFile = keys(null, folder).sealing().id();
    DataKeys both = keys(key, folder);
    assertThat(both.sealing().id()).isNotEqualTo(ofFile);
    assertThat(both.find(ofFile)).isNotNull();
  }

  @Test
  void base64AndBase64urlAreTheSameKey() {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) 0xfb);
    assertThat(DataKey.parse(Base64.getEncoder().encodeToString(bytes)).get(0).id())
        .isEqualTo(DataKey.parse(Base64.getUrlEncoder().encodeToString(bytes)).get(0).id())
        .isEqualTo(
            DataKey.parse(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes))
                .get(0)
                .id());
  }

  @Test
  void aKeyFileThatHoldsNoKeyStopsTheStart() throws Exception {
    for (String content : List.of("rubbish", "")) {
      Files.writeString(folder.resolve("data.key"), content);
      assertThatThrownBy(() -> keys(null, folder))
          .isInstanceOf(WrongConfiguration.class)
          .hasMessageStartingWith("okta.data-key: the file");
    }
  }

  @Test
  void aFolderThatCannotBeWrittenStopsTheStart() throws Exception {
    Path file = Files.writeString(folder.resolve("no-folder"), "");
    assertThatThrownBy(() -> keys(null, file))
        .isInstanceOf(WrongConfiguration.class)
        .hasMessageContaining("set OKTA_DATA_KEY");
  }

  @Test
  void aKeyFileThatOthersMayReadIsWarnedOf(CapturedOutput output) throws Exception {
    keys(null, folder);
    keys(null, folder);
    assertThat(output).doesNotContain("chmod 600");
    Files.setPosixFilePermissions(
        folder.resolve("data.key"), PosixFilePermissions.fromString("rw-r--r--"));
    keys(null, folder);
    assertThat(output).contains("others on this machine may read", "chmod 600");
  }

  private static DataKeys keys(String configured, Path data) {
    return new DataKeys(
        new OktaSettings(".", false, configured, List.of(), List.of(), List.of()),
        new DatabaseSettings(data, 0));
  }
}
