package org.oktadata.web.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.oktadata.integrations.SessionSignature;
import org.oktadata.web.StartedApplication;
import org.oktadata.web.security.ConsoleSettings.Account;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.security.SecurityProperties;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.session.Session;
import org.springframework.session.SessionRepository;

/** A session that siem has opened, after a start with another configuration. */
class ChangedAccountsTest extends StartedApplication {

  private static final String PERSON =
      HttpSessionSecurityContextRepository.SPRING_SECURITY_CONTEXT_KEY;
  private static final Account AS_IT_WAS = new Account("siem", "read-only");

  @Autowired private SecurityProperties properties;
  @Autowired private ConsoleSettings settings;
  @Autowired private SessionSignature signature;
  @Autowired private OidcRoles roles;
  @Autowired private SessionRepository<? extends Session> sessions;

  @BeforeEach
  void signIn() {
    jdbc.sql("delete from store.spring_session").update();
    http.send("GET", "/login", null);
    String form = "username=SIEM&password=read-only&_csrf=" + http.csrfToken();
    http.send("POST", "/login", form, "Content-Type", "application/x-www-form-urlencoded");
    assertThat(http.send("GET", "/api/runs", null).statusCode()).isEqualTo(200);
  }

  @Test
  void itGoesOnWhileTheAccountIsAsItWas() throws Exception {
    assertThat(endsWith(List.of(AS_IT_WAS), List.of())).isFalse();
  }

  @Test
  void itEndsWithAnotherPassword() throws Exception {
    assertThat(endsWith(List.of(new Account("siem", "another")), List.of())).isTrue();
  }

  @Test
  void itEndsWithTheAccount() throws Exception {
    assertThat(endsWith(List.of(new Account("other", "read-only")), List.of())).isTrue();
  }

  @Test
  void itEndsWithAnotherRole() throws Exception {
    assertThat(endsWith(List.of(), List.of(AS_IT_WAS))).isTrue();
  }

  /** Otherwise it would be ROLE_ROLE_ADMIN, which opens nothing. */
  @Test
  void aRoleThatIsWrittenWithItsPrefixStopsTheStart() {
    KnownAccounts accounts = new KnownAccounts(signature);
    assertThatThrownBy(() -> accounts.add("ada", "secret", List.of("ROLE_ADMIN")))
        .hasMessageContaining("ROLE_ADMIN cannot start with ROLE_");
  }

  @Test
  void whoseAccountHasChangedSignsInAgain() {
    rewrite(sessions);
    assertThat(http.send("GET", "/api/runs", null).statusCode()).isEqualTo(401);
    assertThat(jdbc.sql("select count(*) from store.spring_session").query(Long.class).single())
        .isZero();
  }

  /** As if the account had been another one when the session began. */
  private <S extends Session> void rewrite(SessionRepository<S> stored) {
    S session = stored.findById(theSession());
    session.setAttribute(
        PERSON,
        new SecurityContextImpl(
            UsernamePasswordAuthenticationToken.authenticated(
                "siem", null, List.of(new SimpleGrantedAuthority("ROLE_VIEWER")))));
    stored.save(session);
  }

  private boolean endsWith(List<Account> viewers, List<Account> analysts) throws Exception {
    ConsoleSettings changed =
        new ConsoleSettings(
            settings.longestSession(), settings.viewer(), viewers, analysts, settings.oidc());
    MockHttpServletRequest request = new MockHttpServletRequest("GET", "/findings");
    MockHttpSession session = new MockHttpSession();
    session.setAttribute(PERSON, sessions.findById(theSession()).getAttribute(PERSON));
    request.setSession(session);
    new ChangedAccounts(Accounts.known(properties, changed, signature), roles)
        .doFilter(request, new MockHttpServletResponse(), new MockFilterChain());
    return session.isInvalid();
  }

  private String theSession() {
    return jdbc.sql("select session_id from store.spring_session").query(String.class).single();
  }
}
