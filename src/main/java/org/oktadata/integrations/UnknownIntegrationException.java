package org.oktadata.integrations;

/** There is no integration of that name. */
public class UnknownIntegrationException extends RuntimeException {

  public UnknownIntegrationException(String name) {
    super("There is no integration named " + name + ".");
  }
}
