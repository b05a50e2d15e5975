package org.oktadata.web.console;

import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import java.nio.file.Path;
import org.oktadata.AppUnderTest;
import org.oktadata.sandbox.OrgSize;
import org.oktadata.sandbox.SandboxClient;
import org.oktadata.sandbox.SandboxLimits;
import org.oktadata.sandbox.SandboxOkta;
import org.oktadata.sandbox.SandboxOptions;
import org.oktadata.sandbox.SandboxOrg;

/** What the console is tried out with: an org, the application beside it, and a browser. */
final class ConsoleOrg implements AutoCloseable {

  final SandboxOkta okta;
  final AppUnderTest app;
  final ConsoleBrowser browser;

  private ConsoleOrg(Path folder, int users) {
    okta =
        SandboxOkta.start(
                SandboxOrg.generate(OrgSize.ofUsers(users), 7),
                SandboxOptions.standard().withLimits(SandboxLimits.workforce(1)))
            .register(SandboxClient.withSecret("app", "secret"))
            .register(SandboxClient.withSecret("second", "right"));
    app =
        AppUnderTest.start(
            folder, okta, "--okta.console.viewer.name=vera", "--okta.console.viewer.password=look");
    browser = ConsoleBrowser.start(app.url());
    PlaywrightAssertions.setDefaultAssertionTimeout(30_000); // A busy machine isn't a failure.
  }

  /** Starts it in a folder; without a browser the tests are skipped before anything is started. */
  static ConsoleOrg start(Path folder, int users) {
    ConsoleBrowser.found();
    return new ConsoleOrg(folder, users);
  }

  /** A further client, which signs with a key. */
  void register(String client, RSAKey key) {
    okta.register(SandboxClient.withKeys(client, new JWKSet(key)));
  }

  /** The first value of a query's first column. */
  String first(String sql) {
    return app.column(sql).iterator().next();
  }

  /** A user's title was another one until an hour ago. */
  void remember(String id) {
    app.database()
        .sql(
            """
            with before as (
              update store.resource set first_seen = now() - interval '3 days', changed_at = now() - interval '1 minute',
                doc = jsonb_set(doc, '{profile,title}', '"Today''s title"')
              where integration = 'acme' and data_type = 'users' and id = ? returning *)
            insert into store.resource_history (integration, data_type, parent_id, id, valid_from, valid_to, doc)
            select integration, data_type, parent_id, id, now() - interval '3 days', changed_at,
                   jsonb_set(doc, '{profile,title}', '"Yesterday''s title"') from before""")
        .param(id)
        .update();
  }

  /** An event was pushed, after a gap. */
  void streamed(String integration) {
    app.database()
        .sql(
            """
            with gap as (
              insert into store.stream_gap (integration, from_at, until_at, reason)
              values (:name, now() - interval '2 hours', now() - interval '1 hour', 'nothing came'))
            insert into store.stream (integration, received_via, last_published) values (:name, 'sqs', now())""")
        .param("name", integration)
        .update();
  }

  @Override
  public void close() {
    browser.close();
    app.close();
    okta.close();
  }
}
