package org.oktadata.web.console;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** An address that isn't one: a page for a person, a problem detail for a program. */
@Order(Ordered.HIGHEST_PRECEDENCE)
@ControllerAdvice
class NothingHere {

  @ExceptionHandler
  Object nothing(NoResourceFoundException nothing, HttpServletRequest request) {
    String accept = request.getHeader(HttpHeaders.ACCEPT);
    if (accept == null || !accept.contains(MediaType.TEXT_HTML_VALUE)) {
      ProblemDetail problem =
          ProblemDetail.forStatusAndDetail(
              HttpStatus.NOT_FOUND, "There is nothing at /" + nothing.getResourcePath());
      return ResponseEntity.of(problem).build();
    }
    ModelAndView page = new ModelAndView("console/problem", HttpStatus.NOT_FOUND);
    page.addObject("title", "There is nothing here");
    page.addObject("cure", "The address may be old, or mistyped.");
    return page;
  }
}
