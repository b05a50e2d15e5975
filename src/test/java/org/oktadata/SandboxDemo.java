package org.oktadata;

import java.util.ArrayList;
import java.util.List;
import org.oktadata.sandbox.OrgSize;
import org.oktadata.sandbox.SandboxClient;
import org.oktadata.sandbox.SandboxLimits;
import org.oktadata.sandbox.SandboxOkta;
import org.oktadata.sandbox.SandboxOptions;
import org.oktadata.sandbox.SandboxOrg;
import org.springframework.boot.SpringApplication;

/**
 * The application beside a sandbox Okta org of 2,000 users: collects it at once, into the embedded
 * database. Okta's limits are those of a large licence, so that it takes a minute or two.
 */
public final class SandboxDemo {

  /** Unless SANDBOX_PORT names another: it may be taken, as those of the application may be. */
  private static final String PORT = "8090";

  private static final long SEED = 20_260_101;

  private SandboxDemo() {}

  public static void main(String[] args) {
    int port = Integer.parseInt(System.getenv().getOrDefault("SANDBOX_PORT", PORT));
    SandboxLimits limits =
        SandboxLimits.workforce(1).bucket("/api/v1/users", 1_200).bucket("/api/v1/apps", 300);
    SandboxOkta okta =
        SandboxOkta.start(
                SandboxOrg.generate(OrgSize.standard(), SEED),
                SandboxOptions.standard().withPort(port).withLimits(limits))
            .register(SandboxClient.withSecret("0oasandbox", "sandbox-secret"));
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--okta.integrations[0].name=acme",
                "--okta.integrations[0].display-name=Acme (sandbox)",
                "--okta.integrations[0].issuer=" + okta.url(),
                "--okta.integrations[0].client-id=0oasandbox",
                "--okta.integrations[0].client-secret=sandbox-secret",
                "--okta.collect-on-start=true",
                "--spring.security.user.name=admin",
                "--spring.security.user.password=sandbox"));
    arguments.addAll(List.of(args));
    SpringApplication.run(Application.class, arguments.toArray(String[]::new));
  }
}
