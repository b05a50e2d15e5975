package org.oktadata.sandbox;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** Receives each call: who is it, is it too much, what is to go wrong, who answers it. */
final class FrontDesk {
  private final SandboxOrg org;
  private final SandboxOptions options;
  private final TokenEndpoint tokens;
  private final SandboxStatistics statistics;
  private final SandboxFaults faults;
  private final LimitKeeper limits;
  private final Guard guard;
  private final SandboxControls controls;
  private final PageCache cache = new PageCache();
  private final Routes routes = new Routes();

  FrontDesk(
      SandboxOrg org,
      SandboxOptions options,
      TokenEndpoint tokens,
      SandboxStatistics statistics,
      SandboxFaults faults) {
    this.org = org;
    this.options = options;
    this.tokens = tokens;
    this.statistics = statistics;
    this.faults = faults;
    Pages pages = new Pages(options);
    limits = new LimitKeeper(options.limits(), org::now);
    guard = new Guard(tokens, org::now);
    controls = new SandboxControls(org, statistics, faults, tokens);
    new UserEndpoints(org, options, pages).add(routes);
    new GroupEndpoints(org, options, pages).add(routes);
    new AppEndpoints(org, pages).add(routes);
    new RoleEndpoints(org, pages, tokens::client).add(routes);
    new DeviceEndpoints(org, options, pages).add(routes);
    new PolicyEndpoints(org, options, pages).add(routes);
    new LogEndpoint(org, pages).add(routes);
    new TableEndpoints(org, pages).add(routes);
  }

  Reply serve(Call call) {
    if (call.path().startsWith(SandboxControls.PREFIX)) {
      return Reply.of(call, controls.answer(call), null, org.now());
    }
    int inFlight = statistics.begin();
    try {
      return serve(call, inFlight);
    } finally {
      statistics.end();
    }
  }

  private Reply serve(Call call, int inFlight) {
    Routes.Found found = routes.find(call.path());
    String bucket = options.limits().bucketOf(call.path());
    faults.happen(call.path() + call.queryWith(Map.of()));
    SandboxFaults.Fault fault = faults.forCall(call.path() + call.queryWith(Map.of()));
    LimitKeeper.Ruling ruling = ruling(call, bucket, inFlight, fault);
    Answer answer;
    try {
      if (ruling != null && !ruling.allowed()) {
        throw ApiError.tooManyRequests();
      }
      if (ruling != null) {
        statistics.countWindow(bucket, ruling.reset());
      }
      sleep(options.latency());
      answer =
          fault == null
              ? answer(call, found)
              : FaultyAnswers.of(fault, call, () -> answer(call, found), guard, org.now());
    } catch (ApiError error) {
      answer = error.answer();
    } catch (RuntimeException mistake) {
      mistake.printStackTrace();
      answer = ApiError.of(500, "E0000009", "Internal Server Error", mistake.toString()).answer();
    }
    String path = found == null ? call.path() : found.route().path();
    int status = answer == null ? 0 : answer.status();
    statistics.count(path, bucket, status, answer == null ? 0 : answer.body().length);
    if (answer == null) {
      return Reply.none(fault == SandboxFaults.Fault.STALL ? faults.stall() : Duration.ZERO);
    }
    Reply reply = Reply.of(call, answer, ruling, org.now());
    return fault == SandboxFaults.Fault.TRUNCATED_BODY ? reply.truncated() : reply;
  }

  private LimitKeeper.Ruling ruling(
      Call call, String bucket, int inFlight, SandboxFaults.Fault fault) {
    if (!options.limits().enabled()) {
      return null;
    }
    boolean tooMany =
        inFlight > options.limits().concurrency() || fault == SandboxFaults.Fault.TOO_MANY_AT_ONCE;
    return tooMany ? limits.tooManyAtOnce() : limits.count(guard.principal(call), bucket);
  }

  private static void sleep(Duration length) {
    try {
      if (!length.isZero()) {
        Thread.sleep(length.toMillis());
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  private Answer answer(Call call, Routes.Found found) {
    if (call.path().equals(TokenEndpoint.PATH)) {
      return tokens.answer(call);
    }
    if (call.path().equals("/.well-known/okta-organization")) {
      return organization(call);
    }
    if (found == null) {
      throw ApiError.of(404, "E0000022", "The endpoint does not support the provided HTTP method");
    }
    Route route = found.route();
    AccessToken token = guard.token(call);
    if (!call.method().equals("GET")) {
      throw ApiError.of(405, "E0000022", "The endpoint does not support the provided HTTP method");
    }
    if (route.identityEngine() && !options.identityEngine()) {
      throw ApiError.featureMissing();
    }
    if (!guard.admits(token, route)) {
      return Answer.json(200, "[]");
    }
    boolean lasting =
        Reply.acceptsGzip(call) && !call.has("search") && !route.path().equals("/api/v1/logs");
    if (!lasting) {
      return route.handler().answer(call.with(found.ids(), token));
    }
    String url = call.base() + call.path() + call.query();
    long version = org.version();
    Answer known = cache.find(url, version);
    if (known == null) {
      known = route.handler().answer(call.with(found.ids(), token));
      if (known.body().length > 1_000) {
        known = known.packed();
      }
      cache.keep(url, version, known);
    }
    return known;
  }

  private Answer organization(Call call) {
    JsonText out = new JsonText(400).object().field("id", SandboxOrg.ORG_ID).field("cell", "ok14");
    out.object("_links").object("organization").field("href", call.base()).end().end();
    out.field("pipeline", options.identityEngine() ? "idx" : "v1");
    out.object("settings")
        .field("analyticsCollectionEnabled", true)
        .field("bugReportingEnabled", true);
    out.field("omEnabled", false).field("pssoEnabled", false).field("desktopMFAEnabled", false);
    return Answer.json(out.field("itpEnabled", true).end().end());
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
