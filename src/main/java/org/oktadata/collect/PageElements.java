package org.oktadata.collect;

import java.util.NoSuchElementException;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Variable;
import org.oktadata.json.JsonElements;
import org.oktadata.okta.BrokenAnswerException;
import org.springframework.stereotype.Component;

/**
 * Tells the page statement where each document is, so that the database parses only those whose
 * text isn't the one that Okta sent last time.
 */
@Component
public class PageElements {

  /**
   * Sets the headers {@code ids}, {@code starts} and {@code lengths}.
   *
   * @param alone whether the page may be one object rather than a list
   * @throws BrokenAnswerException if the page isn't JSON to its end, or not the list that it must
   *     be: taken for a complete list, it would delete all others
   */
  public void find(
      @Body byte[] page,
      @Variable("items") String items,
      @Variable("key") String key,
      @Variable("dataType") String dataType,
      @Variable("alone") boolean alone,
      Exchange exchange) {
    try {
      JsonElements elements = JsonElements.find(page, items, key, alone ? dataType : null);
      Message message = exchange.getMessage();
      message.setHeader("ids", elements.ids());
      message.setHeader("starts", elements.starts());
      message.setHeader("lengths", elements.lengths());
    } catch (NoSuchElementException e) {
      throw new BrokenAnswerException(
          "Okta's answer is no list, as that of %s must be (unless its line has document: true): %s."
              .formatted(dataType, e.getMessage()));
    } catch (IllegalArgumentException e) {
      throw new BrokenAnswerException("Okta's answer is not JSON to its end. " + e.getMessage());
    }
  }
}
