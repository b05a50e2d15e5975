package org.oktadata.web.console;

import jakarta.servlet.http.HttpServletRequest;
import java.util.NoSuchElementException;
import org.oktadata.integrations.UnknownIntegrationException;
import org.oktadata.integrations.WrongSetting;
import org.oktadata.store.Causes;
import org.oktadata.store.DatabaseAway;
import org.oktadata.store.SqlState;
import org.oktadata.web.ErrorsOutsideControllers;
import org.oktadata.web.OwnedByConfigurationException;
import org.oktadata.web.PageFrame;
import org.oktadata.web.ProblemPage;
import org.oktadata.web.StoppedQuestion;
import org.oktadata.web.UnusableValue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.transaction.TransactionException;
import org.springframework.validation.BindException;
import org.springframework.web.bind.ServletRequestBindingException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.ModelAndView;

/** What goes wrong in a page, as a page that says what to do. */
@Order(Ordered.HIGHEST_PRECEDENCE)
@ControllerAdvice(basePackageClasses = ConsoleProblems.class)
class ConsoleProblems {

  private static final Logger log = LoggerFactory.getLogger(ConsoleProblems.class);

  private static final String WRONG = "That can't be done so";

  private final PageFrame frame;

  ConsoleProblems(PageFrame frame) {
    this.frame = frame;
  }

  @ExceptionHandler({NoSuchElementException.class, UnknownIntegrationException.class})
  ModelAndView missing(RuntimeException missing, HttpServletRequest request) {
    return page(request, HttpStatus.NOT_FOUND, "There is nothing here", missing.getMessage());
  }

  @ExceptionHandler({
    WrongSetting.class,
    BindException.class,
    ServletRequestBindingException.class,
    MethodArgumentTypeMismatchException.class
  })
  ModelAndView wrong(Exception wrong, HttpServletRequest request) {
    String cure =
        wrong instanceof WrongSetting setting
            ? setting.key() + " " + setting.getMessage()
            : "The address or the form lacks something, or has a wrong value. Go back and try"
                + " again.";
    return page(request, HttpStatus.BAD_REQUEST, WRONG, cure);
  }

  @ExceptionHandler
  ModelAndView owned(OwnedByConfigurationException owned, HttpServletRequest request) {
    return page(request, HttpStatus.CONFLICT, "Edited elsewhere", owned.getMessage());
  }

  @ExceptionHandler({DataAccessException.class, TransactionException.class})
  ModelAndView database(RuntimeException failure, HttpServletRequest request) {
    String cause = Causes.reason(failure);
    if (StoppedQuestion.is(failure)) {
      log.warn("A question was stopped: {}", cause);
      return page(
          request,
          HttpStatus.SERVICE_UNAVAILABLE,
          "The database stopped that",
          StoppedQuestion.cure(failure));
    }
    if (UnusableValue.is(failure)) {
      log.warn("A page was asked for with a value that can't be used: {}", cause);
      return page(request, HttpStatus.BAD_REQUEST, WRONG, UnusableValue.CURE);
    }
    return unexpected(failure, request);
  }

  /** Those of Spring Security are answered by its own filters. */
  @ExceptionHandler
  ModelAndView denied(AccessDeniedException denied) {
    throw denied;
  }

  /** What a route met, such as a database that is away, may be within another failure. */
  @ExceptionHandler
  ModelAndView unexpected(Exception unexpected, HttpServletRequest request) {
    if (SqlState.AWAY.is(unexpected)) {
      log.error("A page failed, because {}", DatabaseAway.explained(unexpected));
      return ProblemPage.of(
          HttpStatus.SERVICE_UNAVAILABLE,
          ErrorsOutsideControllers.away(unexpected),
          ErrorsOutsideControllers.AWAY_CURE);
    }
    log.error("An unexpected failure of a page", unexpected);
    return page(
        request,
        HttpStatus.INTERNAL_SERVER_ERROR,
        "Something went wrong",
        "Reload in a moment. If it stays so, the log of the application has details.");
  }

  private ModelAndView page(
      HttpServletRequest request, HttpStatus status, String title, String cure) {
    return frame.around(ProblemPage.of(status, title, cure), request);
  }
}
