package org.oktadata.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.oktadata.instances.Instance;
import org.oktadata.store.Causes;
import org.oktadata.store.DatabaseAway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Sessions are in the database, so while that is away a request fails before any controller sees
 * it, and so does the server's own way to an error page. It is told here, around everything; and at
 * once where the database is known to be away, since each request would wait half a minute for a
 * connection. Health and the intakes have a patience of their own, and what pages look like needs
 * no database.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class DatabaseAwayFilter extends OncePerRequestFilter {

  private static final Logger log = LoggerFactory.getLogger(DatabaseAwayFilter.class);

  private static final List<String> WITHOUT_IT =
      List.of("/actuator/", "/intake/", "/console/", "/webjars/");

  private final Instance instance;

  DatabaseAwayFilter(Instance instance) {
    this.instance = instance;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (instance.hearsNothing() && !goesOnWithoutIt(request)) {
      tell(instance.missed(), request, response);
      return;
    }
    try {
      chain.doFilter(request, response);
    } catch (ServletException | RuntimeException e) {
      if (response.isCommitted() || !comesFromTheDatabase(e)) {
        throw e;
      }
      log.error("A request failed, because {}", DatabaseAway.told(e), e);
      response.reset();
      tell(e, request, response);
    }
  }

  private static void tell(
      Exception failure, HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    int away = HttpStatus.SERVICE_UNAVAILABLE.value();
    request.setAttribute(RequestDispatcher.ERROR_STATUS_CODE, away);
    request.setAttribute(RequestDispatcher.ERROR_EXCEPTION, failure);
    request.getRequestDispatcher("/error").forward(request, response);
  }

  private static boolean goesOnWithoutIt(HttpServletRequest request) {
    return WITHOUT_IT.stream().anyMatch(request.getServletPath()::startsWith);
  }

  private static boolean comesFromTheDatabase(Throwable failure) {
    return Causes.find(failure, DataAccessException.class) != null
        || Causes.find(failure, TransactionException.class) != null;
  }
}
