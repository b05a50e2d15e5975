package org.oktadata.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The listing by Okta's Java SDK, in a JVM of its own. It goes by its name: {@code SdkListing} is
 * compiled with the profile {@code bench} only, which alone has the SDK.
 */
final class SdkProcess {

  private static final String MAIN = "org.oktadata.bench.SdkListing";

  private SdkProcess() {}

  /** Lists all users once. Plain http is only for tests, and only the SDK is told so. */
  static Cost list(SandboxProcess sandbox, Options options, Path folder, List<String> more)
      throws IOException, InterruptedException {
    Path gc = folder.resolve("sdk-gc.log");
    Path log = folder.resolve("sdk.log");
    List<String> jvm =
        new ArrayList<>(
            List.of(
                "-Xmx" + options.heap(),
                HeapLog.option(gc),
                "-Dokta.testing.disableHttpsCheck=true",
                "-Dlogback.configurationFile=src/bench/sdk-logback.xml"));
    jvm.addAll(more);
    Process process =
        ChildJvm.of(
                jvm, MAIN, List.of(sandbox.url(), sandbox.pem().toString()), log)
            .start();
    String[] result = null;
    try (var output = process.inputReader()) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        if (line.startsWith("LISTED ")) {
          result = line.split(" ");
        }
      }
    }
    process.waitFor();
    if (result == null) {
      throw ChildJvm.failed("The SDK's listing failed", log);
    }
    return new Cost(
        Long.parseLong(result[1]),
        Long.parseLong(result[2]) / 1e9,
        Double.parseDouble(result[3]),
        0,
        HeapLog.peak(gc));
  }
}
