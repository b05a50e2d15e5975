package org.oktadata.sandbox;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/**
 * Runs a sandbox by itself. Options: {@code --users=2000 --size=comparison --seed=1 --port=8090
 * --address=127.0.0.1 --limits=workforce|none --share=0.5 --window=60s --latency=20ms
 * --pipeline=idx|v1 --links=separate|joined --stories=true|false --events=20000 --token=3600s
 * --secret=…}.
 */
public final class SandboxMain {
  private final Map<String, String> given = new HashMap<>();

  private SandboxMain(String[] arguments) {
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      if (!argument.startsWith("--") || equals < 0) {
        throw new IllegalArgumentException(argument + " isn't --name=value");
      }
      given.put(argument.substring(2, equals), argument.substring(equals + 1));
    }
  }

  public static void main(String[] arguments) throws JOSEException, InterruptedException {
    SandboxMain main = new SandboxMain(arguments);
    SandboxOrg org = SandboxOrg.generate(main.size(), Long.parseLong(main.option("seed", "1")));
    SandboxOkta sandbox = SandboxOkta.start(org, main.options());
    main.clients(sandbox);
    Thread.currentThread().join();
  }

  private OrgSize size() {
    OrgSize size =
        option("size", "").equals("comparison")
            ? OrgSize.comparison()
            : OrgSize.ofUsers(Integer.parseInt(option("users", "2000")));
    if (given.containsKey("stories")) {
      size = size.withStories(Boolean.parseBoolean(given.get("stories")));
    }
    return given.containsKey("events")
        ? size.withEvents(Integer.parseInt(given.get("events")))
        : size;
  }

  private SandboxOptions options() {
    SandboxLimits limits =
        option("limits", "none").equals("workforce")
            ? SandboxLimits.workforce(Double.parseDouble(option("share", "0.5")))
                .every(duration("window", "60s"))
            : SandboxLimits.unlimited();
    SandboxOptions options =
        SandboxOptions.standard()
            .withPort(Integer.parseInt(option("port", "8090")))
            .withAddress(option("address", "127.0.0.1"))
            .withLimits(limits)
            .withLatency(duration("latency", "0ms"))
            .withTokenLifetime(duration("token", "3600s"));
    options = option("pipeline", "idx").equals("v1") ? options.classic() : options;
    return option("links", "separate").equals("joined") ? options.withJoinedLinks() : options;
  }

  private void clients(SandboxOkta sandbox) throws JOSEException {
    String secret = option("secret", "sandbox-secret");
    RSAKey key = new RSAKeyGenerator(2_048).keyID("sandbox-key").generate();
    sandbox.register(SandboxClient.withSecret("0oasandboxsecret", secret));
    sandbox.register(SandboxClient.withKeys("0oasandboxkey", new JWKSet(key)));
    sandbox.register(SandboxClient.withKeys("0oasandboxdpop", new JWKSet(key)).requiringDpop());
    sandbox.register(SandboxClient.withSecret("0oasandboxnorole", secret).withRoles());
    String pem =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
            .encodeToString(key.toRSAPrivateKey().getEncoded());
    System.out.printf(
        """
        Sandbox Okta: %s  (%s/sandbox for its controls)
        client secret         0oasandboxsecret  %s
        private key           0oasandboxkey     key id sandbox-key
        private key and DPoP  0oasandboxdpop    key id sandbox-key
        no admin role         0oasandboxnorole  %s
        -----BEGIN PRIVATE KEY-----
        %s
        -----END PRIVATE KEY-----
        """,
        sandbox.url(), sandbox.url(), secret, secret, pem);
  }

  private Duration duration(String name, String standard) {
    String text = option(name, standard);
    return text.endsWith("ms")
        ? Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)))
        : Duration.parse("PT" + text);
  }

  private String option(String name, String standard) {
    return given.getOrDefault(name, standard);
  }
}
