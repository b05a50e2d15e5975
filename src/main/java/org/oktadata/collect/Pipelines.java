package org.oktadata.collect;

import java.net.URI;
import java.util.Set;
import org.oktadata.okta.BrokenAnswerException;
import org.oktadata.okta.OktaConnections;
import org.oktadata.okta.Organization;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Whether an org runs Identity Engine (idx) or Classic Engine (v1), as
 * /.well-known/okta-organization says.
 */
@Component
public class Pipelines {

  /** Why a data type of this name is left out. */
  static final String NOT_IN_CLASSIC = "Not in Okta Classic Engine: %s needs Identity Engine.";

  private static final Logger log = LoggerFactory.getLogger(Pipelines.class);

  private final JdbcClient database;
  private final OktaConnections connections;
  private final Organization organization;

  Pipelines(JdbcClient database, OktaConnections connections, Organization organization) {
    this.database = database;
    this.connections = connections;
    this.organization = organization;
  }

  private record Known(String pipeline, boolean old) {}

  /**
   * What is known of the org. It is asked where nothing is, and twice a day, since it may be
   * upgraded; if it doesn't answer then, what it said before holds until the next time.
   */
  String pipeline(String integration) throws Exception {
    Known known =
        database
            .sql(
                """
                select pipeline, coalesce(pipeline_asked_at < now() - interval '12 hours', true) as old
                from store.integration where name = ? and pipeline is not null""")
            .param(integration)
            .query(Known.class)
            .optional()
            .orElse(null);
    if (known == null) {
      return remember(integration, ask(integration));
    }
    return known.old() ? remember(integration, askAgain(integration, known)) : known.pipeline();
  }

  private String askAgain(String integration, Known known) {
    try {
      return ask(integration);
    } catch (Exception e) {
      log.debug("{}: it still counts as {}", integration, known.pipeline(), e);
      return known.pipeline();
    }
  }

  /** Whether the org runs Classic Engine; an org that cannot be asked just now counts as not. */
  boolean isClassic(String integration) {
    try {
      return pipeline(integration).equals("v1");
    } catch (Exception e) {
      log.debug("{}: its pipeline is unknown", integration, e);
      return false;
    }
  }

  /**
   * Asks the org.
   *
   * @throws BrokenAnswerException if it answers, but not like an Okta org
   */
  public String ask(String integration) throws Exception {
    URI issuer = connections.connection(integration).issuer();
    String pipeline = organization.ask(issuer).path("pipeline").asText();
    if (!Set.of("idx", "v1").contains(pipeline)) {
      throw new BrokenAnswerException("%s doesn't answer like an Okta org.".formatted(issuer));
    }
    return pipeline;
  }

  private String remember(String integration, String pipeline) {
    database
        .sql("update store.integration set pipeline = ?, pipeline_asked_at = now() where name = ?")
        .params(pipeline, integration)
        .update();
    return pipeline;
  }
}
