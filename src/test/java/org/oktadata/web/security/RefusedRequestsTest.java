package org.oktadata.web.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.oktadata.web.Audit;
import org.oktadata.web.Browser;
import org.oktadata.web.StartedApplication;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.mock.web.MockHttpServletRequest;

/** What somebody wanted to do and may not is in the audit log, and can't fill it. */
class RefusedRequestsTest extends StartedApplication {

  private static final String SIEM = Browser.basic("siem", "read-only");

  @Autowired private Audit audit;

  @BeforeEach
  void nothing() {
    jdbc.sql("delete from store.audit").update();
  }

  @Test
  void aViewersRequestThatIsRefusedIsToldWithWhoAndWhat() {
    assertThat(
            http.send("DELETE", "/api/integrations/configured?x=y", null, "Authorization", SIEM)
                .statusCode())
        .isEqualTo(403);
    http.send("GET", "/hawtio/", null, "Authorization", SIEM, "Accept", "text/html");
    http.send("GET", "/api/findings", null, "Authorization", SIEM);
    assertThat(lines())
        .containsExactly(
            "siem request.refused DELETE /api/integrations/configured",
            "siem request.refused GET /hawtio/");
  }

  @Test
  void manyOfOneAccountAreCountedAndToldInTheNextHour() {
    AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    RefusedRequests refused = new RefusedRequests(audit, nanos::get);
    for (int i = 0; i < RefusedRequests.MOST + 7; i++) {
      refused.note(request("vera", "/x" + i));
      nanos.incrementAndGet();
    }
    refused.note(request("siem", "/y"));
    assertThat(lines()).hasSize(RefusedRequests.MOST + 1);
    assertThat(more("GET /x9")).contains("counted");
    nanos.addAndGet(RefusedRequests.WINDOW.toNanos());
    refused.note(request("vera", "/z" + "z".repeat(5_000)));
    assertThat(lines()).hasSize(RefusedRequests.MOST + 2);
    assertThat(more("GET /z%")).startsWith("7 more were refused");
    assertThat(lines().get(RefusedRequests.MOST + 1)).hasSizeLessThan(300);
  }

  private static MockHttpServletRequest request(String person, String address) {
    MockHttpServletRequest request = new MockHttpServletRequest("GET", address);
    request.setUserPrincipal(() -> person);
    return request;
  }

  private String more(String subject) {
    return jdbc.sql("select detail ->> 'more' from store.audit where subject like ?")
        .param(subject)
        .query(String.class)
        .single();
  }

  private List<String> lines() {
    return jdbc.sql("select actor || ' ' || action || ' ' || subject from store.audit order by id")
        .query(String.class)
        .list();
  }
}
