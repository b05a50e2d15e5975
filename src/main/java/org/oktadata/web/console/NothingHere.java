package org.oktadata.web.console;

import jakarta.servlet.http.HttpServletRequest;
import org.oktadata.web.PageFrame;
import org.oktadata.web.ProblemPage;
import org.oktadata.web.RequestKind;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.servlet.NoHandlerFoundException;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** An address that isn't one: a page for a person, a problem detail for a program. */
@Order(Ordered.HIGHEST_PRECEDENCE)
@ControllerAdvice
class NothingHere {

  private final PageFrame frame;

  NothingHere(PageFrame frame) {
    this.frame = frame;
  }

  @ExceptionHandler({NoResourceFoundException.class, NoHandlerFoundException.class})
  Object nothing(HttpServletRequest request) {
    if (RequestKind.wantsPage(request)) {
      return frame.around(
          ProblemPage.of(
              HttpStatus.NOT_FOUND,
              "There is nothing here",
              "The address may be old, or mistyped."),
          request);
    }
    String detail = "There is nothing at " + request.getRequestURI();
    return ResponseEntity.of(ProblemDetail.forStatusAndDetail(HttpStatus.NOT_FOUND, detail))
        .build();
  }

  /** Somebody opens the address of a form, such as by going back in the browser. */
  @ExceptionHandler
  Object wrongMethod(HttpRequestMethodNotSupportedException wrong, HttpServletRequest request) {
    if (RequestKind.wantsPage(request)) {
      return frame.around(
          ProblemPage.of(
              HttpStatus.METHOD_NOT_ALLOWED,
              "That address only takes a form",
              "Start again from the console, and use the button there."),
          request);
    }
    return ResponseEntity.status(wrong.getStatusCode())
        .headers(wrong.getHeaders())
        .body(wrong.getBody());
  }
}
