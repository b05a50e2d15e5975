package org.oktadata.web;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.web.servlet.ModelAndView;

/** What the console shows around a page: also one that no controller of its own answered. */
public interface PageFrame {

  /** The page of a problem, with the menu where somebody is signed in who can go on from there. */
  ModelAndView around(ModelAndView problem, HttpServletRequest request);
}
