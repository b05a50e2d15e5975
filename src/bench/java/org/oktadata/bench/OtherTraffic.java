package org.oktadata.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.oktadata.sandbox.SandboxLimits;
import org.oktadata.sandbox.SandboxOkta;

/**
 * Somebody else with the same app, so that the calls count in the same windows: a share of each
 * bucket's limit, at random moments (a Poisson process, as independent callers make together).
 */
final class OtherTraffic implements AutoCloseable {

  /** A cheap call of each bucket that a collection uses much. */
  private static final Map<String, String> CALLS =
      Map.of(
          "/api/v1/users", "/api/v1/users?limit=1",
          "/api/v1/groups", "/api/v1/groups?limit=1",
          "/api/v1/apps", "/api/v1/apps?limit=1",
          "/api/v1/logs", "/api/v1/logs?limit=1",
          "/api/v1/devices", "/api/v1/devices?limit=1",
          "/api/v1/iam", "/api/v1/iam/roles?limit=1",
          "/api/v1", "/api/v1/zones?limit=1");

  private final HttpClient http = HttpClient.newHttpClient();
  private final Map<String, LongAdder> calls = new ConcurrentHashMap<>();
  private final LongAdder refused = new LongAdder();
  private final List<Thread> callers = new ArrayList<>();
  private final String url;
  private final String token;

  private OtherTraffic(SandboxOkta okta, String client, String secret) throws Exception {
    url = okta.url();
    token = token(client, secret);
  }

  /** Begins; ends when closed. */
  static OtherTraffic start(
      SandboxOkta okta, String client, String secret, SandboxLimits limits, double share)
      throws Exception {
    OtherTraffic traffic = new OtherTraffic(okta, client, secret);
    if (share > 0) {
      CALLS.forEach(
          (bucket, path) -> {
            double perSecond = share * limits.buckets().get(bucket) / limits.window().toSeconds();
            Thread caller = new Thread(() -> traffic.call(bucket, path, perSecond), "other " + bucket);
            caller.setDaemon(true);
            traffic.callers.add(caller);
          });
    }
    traffic.callers.forEach(Thread::start);
    return traffic;
  }

  private void call(String bucket, String path, double perSecond) {
    Random random = new Random(bucket.hashCode());
    try {
      while (!Thread.currentThread().isInterrupted()) {
        double pause = -Math.log(1 - random.nextDouble()) / perSecond;
        TimeUnit.MICROSECONDS.sleep((long) (pause * 1e6));
        HttpRequest request =
            HttpRequest.newBuilder(URI.create(url + path))
                .header("Authorization", "Bearer " + token)
                .build();
        int status = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        calls.computeIfAbsent(bucket, key -> new LongAdder()).increment();
        if (status == 429) {
          refused.increment();
        }
      }
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    } catch (java.io.IOException e) {
      System.err.println("Other traffic ended: " + e);
    }
  }

  long calls(String bucket) {
    LongAdder count = calls.get(bucket);
    return count == null ? 0 : count.sum();
  }

  /** Answers of 429 that these calls got. */
  long refused() {
    return refused.sum();
  }

  private String token(String client, String secret) throws Exception {
    String login = Base64.getEncoder().encodeToString((client + ":" + secret).getBytes());
    String scopes = "okta.users.read okta.groups.read okta.apps.read okta.logs.read okta.devices.read okta.roles.read okta.networkZones.read";
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + "/oauth2/v1/token"))
            .header("Authorization", "Basic " + login)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "grant_type=client_credentials&scope=" + scopes.replace(" ", "+")))
            .build();
    String body = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    return new ObjectMapper().readTree(body).path("access_token").asText();
  }

  @Override
  public void close() {
    end();
  }

  /** Ends it; returns once the last call is answered. */
  void end() {
    callers.forEach(Thread::interrupt);
    for (Thread caller : callers) {
      try {
        caller.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
