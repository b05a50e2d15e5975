package org.oktadata.catalogue;

/** The catalogue or a route file is wrong; the message names file, line and problem in one line. */
public class CatalogueException extends RuntimeException {

  public CatalogueException(String message) {
    super(message);
  }

  public CatalogueException(String message, Throwable cause) {
    super(message, cause);
  }
}
