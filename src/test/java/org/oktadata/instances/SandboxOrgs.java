package org.oktadata.instances;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.oktadata.sandbox.OrgSize;
import org.oktadata.sandbox.SandboxClient;
import org.oktadata.sandbox.SandboxOkta;
import org.oktadata.sandbox.SandboxOptions;
import org.oktadata.sandbox.SandboxOrg;

/**
 * Several sandbox orgs in this process, each on a port of its own: {@code org-1}, {@code org-2}…
 */
public final class SandboxOrgs implements AutoCloseable {

  private final List<SandboxOkta> orgs = new ArrayList<>();

  /** Starts so many orgs of one size, each with other people in it. */
  public SandboxOrgs(int number, OrgSize size, SandboxOptions options) {
    for (int i = 0; i < number; i++) {
      SandboxOkta okta =
          SandboxOkta.start(SandboxOrg.generate(size, 1_000 + i), options)
              .register(SandboxClient.withSecret("app", "secret"));
      // Or its oldest events leave the 90 days that Okta shows while instances start.
      okta.org().clockOffset(Duration.ofMinutes(-30));
      orgs.add(okta);
    }
  }

  /** What makes an instance collect them all. */
  public List<String> arguments() {
    List<String> arguments = new ArrayList<>();
    for (int i = 0; i < orgs.size(); i++) {
      String key = "--okta.integrations[" + i + "].";
      arguments.add(key + "name=" + name(i));
      arguments.add(key + "issuer=" + orgs.get(i).url());
      arguments.add(key + "client-id=app");
      arguments.add(key + "client-secret=secret");
      arguments.add(key + "rate-limit-share=1");
      arguments.add(key + "log-history=91d");
    }
    return arguments;
  }

  public String name(int number) {
    return "org-" + (number + 1);
  }

  public List<SandboxOkta> all() {
    return orgs;
  }

  public SandboxOkta get(int number) {
    return orgs.get(number);
  }

  /** Calls of all orgs together. */
  public long calls() {
    return orgs.stream().mapToLong(org -> org.statistics().calls()).sum();
  }

  /** Answers of 429 of all orgs together. */
  public long tooManyRequests() {
    return orgs.stream().mapToLong(org -> org.statistics().tooManyRequests()).sum();
  }

  @Override
  public void close() {
    orgs.forEach(SandboxOkta::close);
  }
}
