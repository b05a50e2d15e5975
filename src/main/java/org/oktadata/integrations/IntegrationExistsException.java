package org.oktadata.integrations;

/** The name is taken, by an integration or by one whose rows are still being erased. */
public class IntegrationExistsException extends RuntimeException {

  public IntegrationExistsException(String name) {
    super(
        "There is an integration named " + name + " already, or its rows are still being erased.");
  }
}
