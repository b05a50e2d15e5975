package org.oktadata.web;

import com.fasterxml.jackson.databind.JsonMappingException;
import java.time.Instant;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.coyote.BadRequestException;
import org.oktadata.integrations.IntegrationExistsException;
import org.oktadata.integrations.UnknownIntegrationException;
import org.oktadata.integrations.WrongSetting;
import org.oktadata.store.Causes;
import org.oktadata.store.DatabaseAway;
import org.oktadata.store.SqlState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.transaction.TransactionException;
import org.springframework.util.StringUtils;
import org.springframework.validation.FieldError;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.ServletRequestBindingException;
import org.springframework.web.bind.UnsatisfiedServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Every failure of a controller as a problem detail (RFC 9457), without values or stack traces. */
@RestControllerAdvice
public class Problems extends ResponseEntityExceptionHandler {

  private static final Logger log = LoggerFactory.getLogger(Problems.class);

  private static final String FORMS =
      "Accept asks for none of the forms that there are: application/json, application/x-ndjson and text/csv.";

  @ExceptionHandler
  ProblemDetail wrong(WrongSetting wrong) {
    return field(camel(wrong.key()), wrong.getMessage());
  }

  @ExceptionHandler
  ProblemDetail unknown(UnknownIntegrationException unknown) {
    return problem(HttpStatus.NOT_FOUND, unknown.getMessage());
  }

  @ExceptionHandler({IntegrationExistsException.class, OwnedByConfigurationException.class})
  ProblemDetail conflict(RuntimeException conflict) {
    return problem(HttpStatus.CONFLICT, conflict.getMessage());
  }

  /**
   * Those of Spring Security are answered by its own filters: also what its firewall says of a
   * header or a parameter with control characters, which it sees when somebody reads it.
   */
  @ExceptionHandler({AccessDeniedException.class, RequestRejectedException.class})
  ProblemDetail denied(RuntimeException denied) {
    throw denied;
  }

  /** Nobody is there to be told, and whoever hangs up, which takes no account, writes no log. */
  @ExceptionHandler
  ProblemDetail hungUp(BadRequestException hungUp) {
    log.debug("Whoever asked has hung up, or sent a body that is none", hungUp);
    return null;
  }

  @ExceptionHandler({DataAccessException.class, TransactionException.class})
  ProblemDetail database(RuntimeException failure) {
    String cause = Causes.reason(failure);
    if (StoppedQuestion.is(failure)) {
      log.warn("A question was stopped: {}", cause);
      return problem(HttpStatus.SERVICE_UNAVAILABLE, StoppedQuestion.cure(failure));
    }
    if (UnusableValue.is(failure)) {
      log.warn("A request had a value that can't be used: {}", cause);
      return problem(HttpStatus.BAD_REQUEST, UnusableValue.CURE);
    }
    return unexpected(failure);
  }

  /** What a route met, such as a database that is away, may be within another failure. */
  @ExceptionHandler
  ProblemDetail unexpected(Exception unexpected) {
    if (SqlState.AWAY.is(unexpected)) {
      log.error("A request failed, because {}", DatabaseAway.explained(unexpected));
      return problem(
          HttpStatus.SERVICE_UNAVAILABLE, ErrorsOutsideControllers.away(unexpected) + ".");
    }
    log.error("An unexpected failure", unexpected);
    return problem(
        HttpStatus.INTERNAL_SERVER_ERROR, "Something unexpected went wrong; the log has details.");
  }

  @Override
  protected ResponseEntity<Object> handleHttpMessageNotReadable(
      HttpMessageNotReadableException failure,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    if (Causes.find(failure, BadRequestException.class) != null) {
      return null; // The server has answered already, and Spring would tell the log that.
    }
    Throwable cause = NestedExceptionUtils.getMostSpecificCause(failure);
    ProblemDetail problem;
    if (cause instanceof TooLargeBody) {
      HttpStatus large = HttpStatus.PAYLOAD_TOO_LARGE;
      return handleExceptionInternal(
          failure, problem(large, cause.getMessage()), headers, large, request);
    }
    if (cause instanceof WrongSetting wrong) {
      problem = wrong(wrong);
    } else if (cause instanceof JsonMappingException mapping && !path(mapping).isEmpty()) {
      problem = field(path(mapping), "is unknown or has a wrong value");
    } else {
      problem = problem(HttpStatus.BAD_REQUEST, "The body must be a JSON object.");
    }
    return handleExceptionInternal(failure, problem, headers, status, request);
  }

  /** A field within an object is named with it, an element of a list by its list. */
  private static String path(JsonMappingException failure) {
    return failure.getPath().stream()
        .map(JsonMappingException.Reference::getFieldName)
        .filter(Objects::nonNull)
        .collect(Collectors.joining("."));
  }

  /** A parameter of a record, such as a condition on findings. */
  @Override
  protected ResponseEntity<Object> handleMethodArgumentNotValid(
      MethodArgumentNotValidException failure,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    FieldError wrong = failure.getFieldError();
    ProblemDetail problem =
        wrong == null
            ? problem(status, "A parameter has a wrong value.")
            : field(wrong.getField(), cure(failure.getFieldType(wrong.getField())));
    return handleExceptionInternal(failure, problem, headers, status, request);
  }

  /** A parameter by itself, or part of the address. */
  @Override
  protected ResponseEntity<Object> handleTypeMismatch(
      TypeMismatchException failure,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    String name = failure.getPropertyName();
    ProblemDetail problem =
        name == null
            ? problem(status, "A parameter has a wrong value.")
            : field(name, cure(failure.getRequiredType()));
    return handleExceptionInternal(failure, problem, headers, status, request);
  }

  private static String cure(Class<?> wanted) {
    if (wanted == Instant.class) {
      return Moments.CURE;
    }
    return wanted != null && (wanted.isPrimitive() || Number.class.isAssignableFrom(wanted))
        ? "must be a number."
        : "has a wrong value.";
  }

  /**
   * Of an address that answers in several forms Spring says this where Accept wants none of them.
   */
  @Override
  protected ResponseEntity<Object> handleServletRequestBindingException(
      ServletRequestBindingException failure,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    if (failure instanceof UnsatisfiedServletRequestParameterException) {
      HttpStatus none = HttpStatus.NOT_ACCEPTABLE;
      return handleExceptionInternal(failure, problem(none, FORMS), headers, none, request);
    }
    return super.handleServletRequestBindingException(failure, headers, status, request);
  }

  public static ProblemDetail problem(HttpStatusCode status, String detail) {
    return ProblemDetail.forStatusAndDetail(status, detail);
  }

  private static ProblemDetail field(String field, String cure) {
    ProblemDetail problem = problem(HttpStatus.BAD_REQUEST, field + " " + cure);
    problem.setProperty("field", field);
    return problem;
  }

  private static String camel(String kebab) {
    String[] words = kebab.split("-");
    StringBuilder name = new StringBuilder(words[0]);
    for (int i = 1; i < words.length; i++) {
      name.append(StringUtils.capitalize(words[i]));
    }
    return name.toString();
  }
}
