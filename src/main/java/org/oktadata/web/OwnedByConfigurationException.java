package org.oktadata.web;

/** The integration is edited where it is written, not here. */
public class OwnedByConfigurationException extends RuntimeException {

  OwnedByConfigurationException(String name) {
    super(
        name
            + " is set in the configuration: edit it under okta.integrations (application.yaml or"
            + " environment) and start the application again.");
  }
}
