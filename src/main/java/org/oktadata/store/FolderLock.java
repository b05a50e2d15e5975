package org.oktadata.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * One application at a time works in a data folder: a second one would take the first one's
 * database for one that was left running, and end it when it ends itself. The lock ends with the
 * process, however that ends.
 */
final class FolderLock implements Closeable {

  private final FileChannel file;

  private FolderLock(FileChannel file) {
    this.file = file;
  }

  /** Takes the folder. Throws with one sentence where another application has it. */
  static FolderLock of(Path folder) throws IOException {
    FileChannel file =
        FileChannel.open(
            folder.resolve("application.pid"),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    try {
      if (lock(file) == null) {
        throw new IllegalStateException(
            "okta.database.directory: %s is in use by another application that runs, process %s; stop that one, or give several instances a PostgreSQL of yours: spring.datasource.url"
                .formatted(folder, holder(file)));
      }
      write(file, ProcessHandle.current().pid() + "\n");
      return new FolderLock(file);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private static FileLock lock(FileChannel file) throws IOException {
    try {
      return file.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private static String holder(FileChannel file) throws IOException {
    ByteBuffer text = ByteBuffer.allocate(20);
    file.read(text, 0);
    return new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII).strip();
  }

  private static void write(FileChannel file, String text) throws IOException {
    file.truncate(0);
    file.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)), 0);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
