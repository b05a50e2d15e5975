package org.oktadata;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/**
 * Where tests have their folders: in memory, if there is plenty of it. Each application has a
 * database of its own, which means thousands of files and a disk that is waited for at each commit.
 * JUnit is told of it in {@code junit-platform.properties}.
 */
public final class TestFolders implements TempDirFactory {

  private static final Path MEMORY = Path.of("/dev/shm");

  /** Bytes. Tests of four JVMs were seen to take half of it. */
  private static final long PLENTY = 8L << 30;

  @Override
  public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext context)
      throws IOException {
    return create("junit");
  }

  /** A new folder, which whoever asks for it deletes. */
  public static Path create(String prefix) throws IOException {
    return plenty() ? Files.createTempDirectory(MEMORY, prefix) : Files.createTempDirectory(prefix);
  }

  private static boolean plenty() throws IOException {
    return Files.isWritable(MEMORY) && Files.getFileStore(MEMORY).getUsableSpace() >= PLENTY;
  }
}
