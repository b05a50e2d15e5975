package org.oktadata.web;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.oktadata.store.SqlState;
import org.springframework.boot.web.servlet.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.ModelAndView;

/**
 * What no controller answers, such as a malformed address, a page that a viewer may not open, or a
 * page that could not be written: a problem detail for a program, a page for a person.
 */
@RestController
public class ErrorsOutsideControllers implements ErrorController {

  /** What people are told while the database is away. */
  static final String AWAY = "The database didn't answer";

  private static final String ONLY_READS = "The database takes no writes";

  /** What they can do about it. */
  public static final String AWAY_CURE =
      "Reload in a moment. If it lasts, look whether PostgreSQL runs, has room and takes writes;"
          + " the log has details.";

  private final PageFrame frame;

  ErrorsOutsideControllers(PageFrame frame) {
    this.frame = frame;
  }

  /** What people are told of a failure that is the database's. */
  public static String away(Throwable failure) {
    return SqlState.READ_ONLY.is(failure) ? ONLY_READS : AWAY;
  }

  @RequestMapping("${server.error.path:/error}")
  ResponseEntity<ProblemDetail> error(HttpServletRequest request) {
    HttpStatus status = status(request);
    ProblemDetail problem = ProblemDetail.forStatus(status);
    if (status == HttpStatus.SERVICE_UNAVAILABLE) {
      problem.setDetail(away(failure(request)) + ".");
    }
    return ResponseEntity.of(problem).build();
  }

  @RequestMapping(path = "${server.error.path:/error}", produces = MediaType.TEXT_HTML_VALUE)
  ModelAndView page(HttpServletRequest request) {
    HttpStatus status = status(request);
    return frame.around(
        ProblemPage.of(status, title(status, request), cure(status, request)), request);
  }

  private static HttpStatus status(HttpServletRequest request) {
    Object code = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
    HttpStatus status = code instanceof Integer number ? HttpStatus.resolve(number) : null;
    return status == null ? HttpStatus.NOT_FOUND : status;
  }

  private static Throwable failure(HttpServletRequest request) {
    return (Throwable) request.getAttribute(RequestDispatcher.ERROR_EXCEPTION);
  }

  private static String title(HttpStatus status, HttpServletRequest request) {
    if (status == HttpStatus.FORBIDDEN) {
      return "Not for this account";
    }
    if (status == HttpStatus.SERVICE_UNAVAILABLE) {
      return away(failure(request));
    }
    return status.is5xxServerError() ? "Something went wrong" : "That address can't be read";
  }

  private static String cure(HttpStatus status, HttpServletRequest request) {
    if (status == HttpStatus.FORBIDDEN) {
      if (!request.isUserInRole("VIEWER") && !request.isUserInRole("ADMIN")) {
        return "You are signed in, but none of your groups has a role here. Ask an administrator:"
            + " the log says which groups the provider named.";
      }
      return "Its role doesn't allow that: a viewer reads, and changes nothing. Ask an"
          + " administrator.";
    }
    if (status == HttpStatus.SERVICE_UNAVAILABLE) {
      return AWAY_CURE;
    }
    return status.is5xxServerError()
        ? "Reload in a moment. If it stays so, the log of the application has details."
        : "It may be old, or mistyped. Start again from the console.";
  }
}
