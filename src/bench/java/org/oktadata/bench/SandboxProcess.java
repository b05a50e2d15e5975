package org.oktadata.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.oktadata.sandbox.SandboxMain;

/** The sandbox org in a JVM of its own, so that its work isn't counted. */
final class SandboxProcess implements AutoCloseable {

  static final String SECRET_CLIENT = "0oasandboxsecret";
  static final String KEY_CLIENT = "0oasandboxkey";
  static final String KEY_ID = "sandbox-key";
  static final String SECRET = "sandbox-secret";

  private final Process process;
  private final String url;
  private final Path pem;

  private SandboxProcess(Process process, String url, Path pem) {
    this.process = process;
    this.url = url;
    this.pem = pem;
  }

  static SandboxProcess start(Options options, Path work) throws IOException {
    Path errors = work.resolve("sandbox.log");
    List<String> arguments =
        List.of("--users=" + options.users(), "--port=0", "--limits=none", "--latency=0ms");
    Process process =
        ChildJvm.of(
                List.of("-Xmx" + (options.users() > 200_000 ? "1g" : "256m")),
                SandboxMain.class.getName(),
                arguments,
                errors)
            .start();
    BufferedReader output = process.inputReader();
    StringBuilder pem = new StringBuilder();
    String url = null;
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith("Sandbox Okta: ")) {
        url = line.split(" ")[2];
      }
      if (line.startsWith("-----BEGIN") || !pem.isEmpty()) {
        pem.append(line).append('\n');
      }
      if (line.startsWith("-----END")) {
        Path key = Files.writeString(work.resolve("sandbox.pem"), pem);
        return new SandboxProcess(process, url, key);
      }
    }
    throw ChildJvm.failed("The sandbox did not start", errors);
  }

  String url() {
    return url;
  }

  Path pem() {
    return pem;
  }

  @Override
  public void close() {
    ChildJvm.end(process);
  }
}
