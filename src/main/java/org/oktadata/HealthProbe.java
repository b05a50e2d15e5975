package org.oktadata;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Asks the application beside it whether it is well; the image's health check. Exit code 0 is yes.
 * It runs twice a minute in a JVM of its own, so it uses nothing but a few classes of the JDK:
 * where to ask, the application has written down.
 */
public final class HealthProbe {

  private static final int PATIENCE = 2_000;

  private HealthProbe() {}

  /**
   * Asks.
   *
   * @param args the file that holds the address, as {@code HEALTH_ADDRESS_FILE} names it to the
   *     application; without it the application hasn't started yet
   */
  public static void main(String[] args) throws IOException {
    System.exit(isWell(Path.of(args[0])) ? 0 : 1);
  }

  private static boolean isWell(Path address) throws IOException {
    try {
      HttpURLConnection call =
          (HttpURLConnection) URI.create(Files.readString(address)).toURL().openConnection();
      // A page to sign in at is no health.
      call.setInstanceFollowRedirects(false);
      call.setConnectTimeout(PATIENCE);
      call.setReadTimeout(PATIENCE);
      return call.getResponseCode() == 200;
    } catch (NoSuchFileException notStarted) {
      return false;
    }
  }
}
