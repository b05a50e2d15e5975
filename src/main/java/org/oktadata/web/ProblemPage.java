package org.oktadata.web;

import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.ModelAndView;

/** The page that tells a person what went wrong and what to do. */
public final class ProblemPage {

  private ProblemPage() {}

  /** The page, answered with that status. */
  public static ModelAndView of(HttpStatus status, String title, String cure) {
    ModelAndView page = new ModelAndView("console/problem", status);
    page.addObject("code", status.value());
    page.addObject("title", title);
    page.addObject("cure", cure);
    return page;
  }
}
