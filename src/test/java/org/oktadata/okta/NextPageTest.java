package org.oktadata.okta;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NextPageTest {
  private static final String USERS = "https://acme.okta.com/api/v1/users?limit=200";
  private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());
  private final NextPage pages;

  NextPageTest() {
    pages = of("https://acme.okta.com");
  }

  private static NextPage of(String issuer, String... names) {
    var connection = new OktaRoutes.Connection();
    connection.set(
        new OktaConnection(
            "acme",
            URI.create(issuer),
            "0oa1",
            new Credential.ClientSecret("x"),
            DpopMode.AUTO,
            1,
            30));
    return new NextPage(
        connection,
        new OrgNames(null) {
          @Override
          List<URI> of(URI asked) {
            return Stream.of(names).map(URI::create).toList();
          }
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "after=Test+Velocity+Rule+1758676291",
        "after=bGRhcC5%3D%3D&limit=200",
        "after=a%2Fb%2c%20c;d,e",
        "after=a%2525b",
        "after=~!$'()*:@/?",
        "after="
      })
  void aCursorIsKeptByteForByte(String query) {
    link("<https://acme.okta.com/api/v1/users?" + query + ">; rel=\"next\"");
    assertThat(next(USERS)).isEqualTo("https://acme.okta.com/api/v1/users?" + query);
  }

  @ParameterizedTest
  @CsvSource({
    "https://acme-admin.okta.com/api/v1/users?after=1,"
        + " https://acme-admin.okta.com/api/v1/users?after=1",
    "https://acme.okta.com/api/v1/%75sers/?after=1,"
        + " https://acme.okta.com/api/v1/%75sers/?after=1",
    "/api/v1/users?after=1, https://acme.okta.com/api/v1/users?after=1",
    "?after=1, https://acme.okta.com/api/v1/users?after=1",
    "users?after=1, https://acme.okta.com/api/v1/users?after=1",
    "//acme.okta.com/api/v1/users?after=1, https://acme.okta.com/api/v1/users?after=1",
    "?after={{env:HOME}}, https://acme.okta.com/api/v1/users?after=%7B%7Benv:HOME%7D%7D",
    "?after=${bean:x}, https://acme.okta.com/api/v1/users?after=$%7Bbean:x%7D",
    "/api/v1/users?after=a b|c{d}%zz,"
        + " https://acme.okta.com/api/v1/users?after=a%20b%7Cc%7Bd%7D%25zz"
  })
  void aLinkIsResolvedAgainstThePageThatWasCalled(String link, String expected) {
    link("<" + link + ">; rel=\"next\"");
    assertThat(next(USERS)).isEqualTo(expected);
  }

  @Test
  void aMissingLinkIsTheEnd() {
    assertThat(next(USERS)).isNull();
    link("<" + USERS + ">; rel=\"self\"");
    assertThat(next(USERS)).isNull();
    assertThat(exchange.getVariable("stopped")).isNull();
  }

  @Test
  void severalHeadersArriveAsAListInAnyCase() {
    exchange
        .getMessage()
        .setHeader(
            "link",
            List.of("<" + USERS + ">; rel=\"self\"", "<" + USERS + "&after=1>; rel=\"next\""));
    assertThat(next(USERS)).isEqualTo(USERS + "&after=1");
  }

  @ParameterizedTest
  @ValueSource(strings = {USERS, ""})
  void aLinkToTheSamePageEndsTheList(String same) {
    link("<" + same + ">; rel=\"next\"");
    assertThat(next(USERS)).isNull();
    assertThat(exchange.getVariable("stopped", String.class)).contains("already read");
  }

  @Test
  void anEmptyPageThatLinksToItselfIsTheEndAndNoCircle() {
    link("<" + USERS + ">; rel=\"next\"");
    exchange.getMessage().setBody("[]".getBytes());
    assertThat(next(USERS)).isNull();
    assertThat(exchange.getVariable("stopped")).isNull();
  }

  @Test
  void anEmptyPageOfAnEndlessListLinksToItselfForWhoAsksLater() {
    link("<" + USERS + ">; rel=\"next\"");
    exchange.getMessage().setBody("[]".getBytes());
    pages.find(exchange, "acme", USERS, "endless");
    assertThat(exchange.getVariable("following")).isEqualTo(USERS);
  }

  @Test
  void aPageThatLinksToItselfIsStoredBeforeTheListIsGivenUp() {
    link("<" + USERS + ">; rel=\"next\"");
    pages.find(exchange, "acme", USERS, "link");
    assertThat(exchange.getVariable("following")).isEqualTo(USERS);
    var stopped = exchange.getVariable("stopped", String.class);
    assertThatThrownBy(() -> pages.refuseCircle(stopped))
        .satisfies(e -> assertThat(OktaFailure.of(e).kind()).isEqualTo(FailureKind.CURSOR_REFUSED));
  }

  @Test
  void aLinkBackToAnEarlierPageEndsTheListAlsoOnTheOtherHost() {
    link("<" + USERS + "&after=1>; rel=\"next\"");
    var second = next(USERS);
    link("<" + USERS + "&after=2>; rel=\"next\"");
    var third = next(second);
    link("<https://acme-admin.okta.com/api/v1/users?limit=200&after=1>; rel=\"next\"");
    assertThat(next(third)).isNull();
    assertThat(exchange.getVariable("stopped")).isNotNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[{\"id\":\"00u1\"}]|link",
        "[]|link",
        "[{\"id\":\"00u1\"}]|endless",
        "{\"roles\":[],\"_links\":{\"next\":\"/api/v1/users?after=%d\"}}|body"
      })
  void aListWhoseLinksAreNewButWhosePagesAreNotEnds(String page, String paging) {
    var called = USERS;
    for (int number = 1; number < 3; number++) {
      called = nextAfter(called, page, paging, number);
      assertThat(called).endsWith("after=" + number);
    }
    assertThat(nextAfter(called, page, paging, 3)).isNull();
    assertThat(exchange.getVariable("stopped", String.class)).contains("does not end");
  }

  @Test
  void pagesThatDifferAreReadOnAndSoIsALogInWhichNothingHappens() {
    var called = USERS;
    for (int number = 1; number < 9; number++) {
      called = nextAfter(called, "[{\"id\":" + number / 2 + "}]", "link", number);
      assertThat(called).isNotNull();
    }
    for (int number = 9; number < 15; number++) {
      called = nextAfter(called, "[]", "endless", number);
      assertThat(called).isNotNull();
    }
  }

  @Test
  void aPageThatIsAskedForAgainBecauseItCouldNotBeStoredIsNoPageTwice() {
    var second = nextAfter(USERS, "[1]", "link", 1);
    for (int attempt = 0; attempt < 5; attempt++) {
      assertThat(nextAfter(second, "[2]", "link", 2)).isNotNull();
    }
  }

  private String nextAfter(String called, String page, String paging, int number) {
    exchange.getMessage().setBody(page.formatted(number).getBytes(UTF_8));
    if (!paging.equals("body")) {
      link("<" + USERS + "&after=" + number + ">; rel=\"next\"");
    }
    return pages.of(exchange, "acme", called, paging);
  }

  @Test
  void anotherListOnTheSameExchangeBeginsAnew() {
    link("<" + USERS + "&after=1>; rel=\"next\"");
    next(USERS);
    assertThat(next(USERS)).as("a list that was left in its middle").isNotNull();
    link("<https://acme.okta.com/api/v1/groups?after=1>; rel=\"next\"");
    assertThat(next("https://acme.okta.com/api/v1/groups")).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.test/api/v1/users?after=1",
        "http://acme.okta.com/api/v1/users?after=1",
        "https://acme.okta.com@evil.test/",
        "//evil.test/",
        "https://acme.okta.com.evil.test/api/v1/users",
        "https://acme.okta.com./api/v1/users",
        "https://evil-acme.okta.com/api/v1/users",
        "https://acme-admin.okta.com.evil.test/",
        "https://acme.okta.com:8443/api/v1/users",
        "https://acme.okta.com:80/api/v1/users",
        "//acme.okta.com:22/",
        "https://user:password@acme.okta.com/api/v1/users",
        "https://169.254.169.254/latest/meta-data",
        "http://169.254.169.254/latest/meta-data",
        "https://2852039166/latest/meta-data",
        "https://0xa9fea9fe/",
        "https://0251.0376.0251.0376/",
        "https://[::ffff:169.254.169.254]/",
        "https://[::1]/",
        "https://localhost/",
        "https://127.0.0.1/",
        "HTTP://ACME.OKTA.COM/api/v1/users",
        "https://acme.оkta.com/api/v1/users",
        "https://acme%2eokta.com/api/v1/users",
        "https://evil.test\\@acme.okta.com/",
        "https://evil.test%23@acme.okta.com/",
        "ftp://acme.okta.com/",
        "file:///etc/passwd",
        "jar:https://acme.okta.com!/x",
        "javascript:alert(1)"
      })
  void aLinkAwayFromTheOrgIsRefused(String link) {
    link("<" + link + ">; rel=\"next\"");
    assertThatThrownBy(() -> next(USERS))
        .isInstanceOf(ForeignHostException.class)
        .hasMessageContaining("leads away from https://acme.okta.com");
  }

  /** Okta's links may have the org's own name, or that of its admin console, at either. */
  @ParameterizedTest
  @CsvSource({
    "https://login.acme.test, https://acme.okta.com, https://acme.okta.com/api/v1/users?after=a%2Fb",
    "https://login.acme.test, https://acme.okta.com, https://ACME-admin.okta.com/api/v1/users?after=a%2Fb",
    "https://acme.okta.com, https://login.acme.test, https://login.acme.test/api/v1/users?after=a%2Fb"
  })
  void aLinkToWhatTheOrgCallsItsOwnIsReadAtTheIssuer(String issuer, String name, String link) {
    link("<" + link + ">; rel=\"next\"");
    assertThat(of(issuer, name).of(exchange, "acme", issuer + "/api/v1/users", null))
        .isEqualTo(issuer + "/api/v1/users?after=a%2Fb");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://other.okta.com/api/v1/users?after=1",
        "http://acme.okta.com/api/v1/users?after=1",
        "https://acme.okta.com:8443/api/v1/users?after=1",
        "https://acme.okta.com//evil.test/api/v1/users?after=1",
        "https://acme.okta.com@evil.test/api/v1/users?after=1"
      })
  void aLinkToAnythingElseIsRefusedWhateverTheOrgIsCalled(String link) {
    link("<" + link + ">; rel=\"next\"");
    assertThatThrownBy(
            () ->
                of("https://login.acme.test", "https://acme.okta.com")
                    .of(exchange, "acme", "https://login.acme.test/api/v1/users", null))
        .isInstanceOfAny(ForeignHostException.class, BrokenAnswerException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/groups?after=1",
        "https://acme-admin.okta.com/api/v1/groups?after=1",
        "/api/v1/users/00u1/factors?after=1",
        "/api/v1?after=1",
        "../?after=1",
        "//acme.okta.com?after=1",
        "/API/v1/users?after=1"
      })
  void aLinkToAnotherListOfTheOrgIsRefusedForGood(String link) {
    link("<" + link + ">; rel=\"next\"");
    assertThatThrownBy(() -> next(USERS))
        .hasMessageContaining("The next link of /api/v1/users leads to another list, ")
        .satisfies(e -> assertThat(OktaFailure.of(e).retryable()).isFalse());
  }

  @Test
  void nobodyIsToldMoreOfALinkThanAnybodyReads() {
    link("<https://" + "x".repeat(5_000) + ".test/>; rel=\"next\"");
    assertThatThrownBy(() -> next(USERS)).message().contains("to xxx").hasSizeLessThan(500);
    var called = "https://acme.okta.com/" + "x".repeat(5_000);
    link("<" + called + ">; rel=\"next\"");
    assertThat(next(called)).isNull();
    assertThat(exchange.getVariable("stopped", String.class)).contains("/xxx").hasSizeLessThan(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"roles\":[{\"_links\":{\"next\":\"/wrong\"}}],\"_links\":{\"next\":{\"href\":\"/api/v1/iam/roles?after=1\"}}}",
        "{\"_links\":{\"self\":{\"href\":\"/x\"},\"next\":\"/api/v1/iam/roles?after=1\"},\"roles\":[]}",
        "{\"_links\":{\"next\":{\"hints\":{\"allow\":[\"GET\"]},\"href\":\"\\/api\\/v1\\/iam\\/roles?after=1\"}}}"
      })
  void theBodysLinkIsFoundWhereTheDataTypeHasItThere(String body) {
    exchange.getMessage().setBody(body.getBytes(UTF_8));
    var roles = "https://acme.okta.com/api/v1/iam/roles";
    assertThat(pages.of(exchange, "acme", roles, "body")).isEqualTo(roles + "?after=1");
    assertThat(pages.of(exchange, "acme", roles, null)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{}",
        "{\"_links\":{}}",
        "{\"_links\":null}",
        "{\"_links\":{\"next\":null}}"
      })
  void aBodyWithoutLinkIsTheEnd(String body) {
    exchange.getMessage().setBody(body.getBytes(UTF_8));
    assertThat(pages.of(exchange, "acme", USERS, "body")).isNull();
  }

  private void link(String header) {
    exchange.getMessage().setHeader("Link", header);
  }

  private String next(String called) {
    return pages.of(exchange, "acme", called, null);
  }
}
