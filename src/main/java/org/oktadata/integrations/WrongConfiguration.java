package org.oktadata.integrations;

/** Stops the start. The message is one line that names the property and the cure. */
public class WrongConfiguration extends IllegalStateException {

  public WrongConfiguration(String line) {
    super(line);
  }
}
