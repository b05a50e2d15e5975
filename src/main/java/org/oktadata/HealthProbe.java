package org.oktadata;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * Asks the application beside it whether it is well; the image's health check. Exit code 0 is yes.
 */
public final class HealthProbe {

  private HealthProbe() {}

  public static void main(String[] args) throws Exception {
    String port = System.getenv().getOrDefault("SERVER_PORT", "8080");
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/health"))
            .timeout(Duration.ofSeconds(2))
            .build();
    int status =
        HttpClient.newHttpClient()
            .send(request, HttpResponse.BodyHandlers.discarding())
            .statusCode();
    System.exit(status == 200 ? 0 : 1);
  }
}
