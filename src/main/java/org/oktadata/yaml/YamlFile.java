package org.oktadata.yaml;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The text of a YAML file that people write. */
public final class YamlFile {

  /**
   * In bytes: the largest of ours has a twentieth of it. What else got into the folder, such as a
   * dump, would keep the parser busy for minutes, and all edits wait for it.
   */
  private static final long LARGEST = 1 << 20;

  private YamlFile() {}

  /**
   * Reads a file.
   *
   * @throws IOException if it can't be read, is no text in UTF-8, or can't be meant
   */
  public static String text(Path file) throws IOException {
    long size = Files.size(file);
    if (size > LARGEST) {
      throw new IOException(
          "it has %,d bytes, and what is read here has %,d at most: keep it elsewhere, or split it"
              .formatted(size, LARGEST));
    }
    if (!Files.isRegularFile(file)) {
      throw new IOException("it is no file with a text");
    }
    return Files.readString(file, StandardCharsets.UTF_8);
  }
}
