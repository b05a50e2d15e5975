package org.oktadata.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.springframework.util.FileSystemUtils;

/**
 * Folders in which the embedded database starts at once: unpacking the engine and laying out an
 * empty server cost seconds, and each test that starts an application would pay them again.
 */
public final class PreparedFolder {

  private static Path model;

  private PreparedFolder() {}

  /** Makes a folder ready where it isn't there yet, and answers it. */
  public static Path in(Path folder) {
    try {
      if (Files.notExists(folder)) {
        Path ready = model();
        Files.createDirectories(folder);
        Files.createSymbolicLink(folder.resolve("engine"), ready.resolve("engine"));
        copy(ready.resolve("postgres"), folder.resolve("postgres"));
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static synchronized Path model() throws IOException {
    if (model == null) {
      Path folder = Files.createTempDirectory("prepared");
      EmbeddedDatabase.open(new DatabaseSettings(folder, 0)).close();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
      model = folder;
    }
    return model;
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes attributes)
              throws IOException {
            return copied(each);
          }

          @Override
          public FileVisitResult visitFile(Path each, BasicFileAttributes attributes)
              throws IOException {
            return copied(each);
          }

          private FileVisitResult copied(Path each) throws IOException {
            // With its permissions: PostgreSQL refuses a folder that others may read.
            Files.copy(each, to.resolve(from.relativize(each)), StandardCopyOption.COPY_ATTRIBUTES);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static void delete(Path folder) {
    try {
      FileSystemUtils.deleteRecursively(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
