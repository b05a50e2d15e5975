package org.oktadata.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.oktadata.store.ReadDatabase;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Who has just changed something sees it changed: for half a minute their questions don't go to the
 * read replica. Callers without a session ask for that by {@code Cache-Control: no-cache}.
 */
@Component
class OwnWrites extends OncePerRequestFilter {

  private static final String WROTE = OwnWrites.class.getName();
  private static final Duration REMEMBERED = Duration.ofSeconds(30);

  private final ReadDatabase database;

  OwnWrites(ReadDatabase database) {
    this.database = database;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (!wantsNow(request)) {
      chain.doFilter(request, response);
      return;
    }
    ReadDatabase.AsOfNow now = database.asOfNow();
    try {
      chain.doFilter(request, response);
    } finally {
      now.end();
    }
  }

  private static boolean wantsNow(HttpServletRequest request) {
    HttpSession session = request.getSession(false);
    if (RequestKind.changes(request)) {
      if (session != null) {
        session.setAttribute(WROTE, Instant.now());
      }
      return true;
    }
    boolean wrote =
        session != null
            && session.getAttribute(WROTE) instanceof Instant at
            && at.plus(REMEMBERED).isAfter(Instant.now());
    String cache = request.getHeader(HttpHeaders.CACHE_CONTROL);
    return wrote || (cache != null && cache.contains("no-cache"));
  }
}
