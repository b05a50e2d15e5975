package org.oktadata.collect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.oktadata.AppUnderTest;
import org.oktadata.CopiedRoutes;
import org.oktadata.sandbox.OrgSize;
import org.oktadata.sandbox.SandboxOkta;
import org.oktadata.sandbox.SandboxOrg;

/** Pages of one integration, sent through the doors to the database, and what is there then. */
abstract class StoredPages {

  @TempDir static Path folder;
  static SandboxOkta okta;
  static AppUnderTest app;

  long run;

  @BeforeAll
  static void start() throws Exception {
    okta = SandboxOkta.start(SandboxOrg.generate(OrgSize.tiny(), 1));
    app = AppUnderTest.start(folder, okta, "--okta.home=" + CopiedRoutes.in(folder));
    // It would tidy up what these tests plan: their run has ended, so that nobody goes on with it.
    app.bean(CamelContext.class).getRouteController().stopRoute("tidy");
  }

  @AfterAll
  static void stop() {
    app.close();
    okta.close();
  }

  @BeforeEach
  void begin() {
    app.database()
        .sql(
            "delete from store.resource; delete from store.resource_history; delete from store.event; delete from store.cursor; delete from store.quarantine; delete from store.run")
        .update();
    run =
        app.database()
            .sql(
                "insert into store.run (integration, mode, status, trigger) values ('acme', 'full', 'SUCCESS', 'test') returning id")
            .query(Long.class)
            .single();
  }

  static long epoch() {
    app.database()
        .sql("update store.lease set epoch = 7 where integration = 'acme' and epoch < 7")
        .update();
    return app.count("select epoch from store.lease where integration = 'acme'");
  }

  void pullBegins(String type) {
    app.database()
        .sql(
            "insert into store.run_data_type (run_id, data_type, integration, status, started_at) values (?, ?, 'acme', 'RUNNING', now())")
        .params(run, type)
        .update();
  }

  /** As the pull does that an event started. */
  static void byItself(String type, String id, String parent) {
    app.database()
        .sql(
            "insert into store.resource (integration, data_type, parent_id, id, doc) values ('acme', ?, ?, ?, jsonb_build_object('id', ?))")
        .params(type, parent, id, id)
        .update();
  }

  Map<String, Object> store(String type, String page, String following) {
    request(type, "");
    return put(type, page, following, "");
  }

  void request(String type, String parent) {
    app.database()
        .sql(
            """
            insert into store.request (run_id, data_type, request, parent_id, position, path, closing) values (?, ?, ?, ?, 0, '/', 'list')
            on conflict (run_id, data_type, request) do update set pages = 0, next = null, state = 'planned'""")
        .params(run, type, parent, parent)
        .update();
  }

  Map<String, Object> put(String type, String page, String following, String parent) {
    return row(send(type, "store-page", page, following, parent));
  }

  Map<String, Object> events(String page, String following) {
    return row(send("events", "store-events", page, following, ""));
  }

  static Map<String, Object> row(Exchange done) {
    assertThat(done.getException()).isNull();
    Map<String, Object> row = new HashMap<>();
    ((Map<?, ?>) done.getMessage().getBody(Map.class))
        .forEach((k, v) -> row.put(String.valueOf(k), v));
    return row;
  }

  Exchange send(String type, String route, String page, String following, String parent) {
    return app.bean(ProducerTemplate.class)
        .send("direct:" + route, prepared(type, page, following, parent));
  }

  Exchange prepared(String type, String page, String following, String parent) {
    Exchange exchange = new DefaultExchange(app.bean(ProducerTemplate.class).getCamelContext());
    Map.of(
            "integration",
            "acme",
            "dataType",
            type,
            "request",
            parent,
            "parent",
            parent,
            "key",
            "id",
            "items",
            "",
            "keep",
            "",
            "drop",
            "",
            "following",
            following)
        .forEach(exchange::setVariable);
    exchange.setVariable("alone", true);
    exchange.setVariable("run", run);
    exchange.setVariable("failed", 0);
    exchange.getMessage().setBody(page.getBytes(StandardCharsets.UTF_8));
    return exchange;
  }

  static List<String> versions() {
    return app.database()
        .sql("select id || ' ' || xmin::text || ' ' || ctid::text from store.resource order by id")
        .query(String.class)
        .list();
  }

  static List<String> history() {
    return app.database()
        .sql(
            "select id || ' ' || (doc ->> 'value') from store.resource_history order by id, valid_from")
        .query(String.class)
        .list();
  }

  static String event(String uuid) {
    return "{\"uuid\":\"%s\",\"published\":\"2026-01-02T03:04:05.678Z\",\"eventType\":\"user.session.start\",\"actor\":{\"id\":\"00u1\"}}"
        .formatted(uuid);
  }

  static String page(Object... idsAndValues) {
    StringBuilder page = new StringBuilder("[");
    for (int i = 0; i < idsAndValues.length; i += 2) {
      page.append(i == 0 ? "" : ",")
          .append("{\"id\":\"%s\",\"value\":%s}".formatted(idsAndValues[i], idsAndValues[i + 1]));
    }
    return page.append("]").toString();
  }
}
