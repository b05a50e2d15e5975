package org.oktadata.instances;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.oktadata.ApplicationProcess;

/** One of several instances: a process with a name, which can be killed, frozen and stopped. */
public final class InstanceProcess implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final String name;
  private final ApplicationProcess process;

  private InstanceProcess(String name, ApplicationProcess process) {
    this.name = name;
    this.process = process;
  }

  /**
   * Begins to start an instance; {@link #ready} waits for it.
   *
   * @param name what it calls itself; its short id follows
   * @param folder where its log goes, and its data key where the arguments name none
   */
  public static InstanceProcess start(String name, Path folder, List<String> arguments) {
    List<String> settings =
        new ArrayList<>(
            List.of(
                "--okta.instance.name=" + name,
                "--okta.database.directory=" + folder.resolve(name)));
    settings.addAll(arguments);
    return new InstanceProcess(
        name, ApplicationProcess.start(folder.resolve(name + ".log"), settings));
  }

  /** Waits until it is well. */
  public InstanceProcess ready() {
    process.untilHealthy();
    return this;
  }

  public String name() {
    return name;
  }

  public String url() {
    return process.url();
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** What it has logged so far. */
  public String log() {
    try {
      return Files.readString(process.log());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The JSON that a call answers with. */
  public JsonNode call(String method, String path, String body) {
    return process.call(method, path, body);
  }

  public HttpResponse<String> send(String method, String path, String body) {
    return process.send(method, path, body);
  }

  /** SIGKILL: nothing is given up, nothing is finished. */
  public void kill() {
    process.kill();
  }

  /** SIGSTOP: it neither works nor renews its lease, and doesn't know. */
  public void freeze() {
    process.signal("STOP");
  }

  /** SIGCONT: it goes on where it was. */
  public void thaw() {
    process.signal("CONT");
  }

  /** SIGTERM; returns how long it took to be gone. */
  public Duration stop() {
    return process.terminate(PATIENCE);
  }

  @Override
  public void close() {
    process.close();
  }
}
