package org.oktadata.collect;

import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Variable;
import org.oktadata.json.JsonElements;
import org.oktadata.okta.BrokenAnswerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Tells the page statement where each document is, so that the database parses only those whose
 * text isn't the one that Okta sent last time.
 */
@Component
public class PageElements {

  private static final Logger log = LoggerFactory.getLogger(PageElements.class);

  /** Data types and keys of which it was told that no object has it. */
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  /**
   * Sets the headers {@code ids}, {@code starts} and {@code lengths}.
   *
   * @param alone whether the page may be one object rather than a list
   * @param asked id of the one object that was asked for; empty where it was a list. What answers
   *     for it isn't believed to be it: events name ids that people may choose, such as a login,
   *     and behind some words Okta has lists. Of such an answer nothing is stored.
   * @throws BrokenAnswerException if the page isn't JSON to its end, or not the list that it must
   *     be: taken for a complete list, it would delete all others
   */
  public void find(
      @Body byte[] page,
      @Variable("items") String items,
      @Variable("key") String key,
      @Variable("dataType") String dataType,
      @Variable("alone") boolean alone,
      @Variable("asked") String asked,
      Exchange exchange) {
    try {
      boolean ofOne = asked != null && !asked.isEmpty();
      String unidentified = ofOne ? "" : dataType;
      JsonElements elements = JsonElements.find(page, items, key, alone ? unidentified : null);
      if (elements.hasOthers()) {
        throw new BrokenAnswerException(
            "Okta's answer is a list of something else than objects, which those of %s are."
                .formatted(dataType));
      }
      if (ofOne && elements.isObject("")) {
        throw new BrokenAnswerException(
            "Okta's answer is an object of %s without its %s.".formatted(dataType, key));
      }
      if (elements.swells()) {
        throw BrokenAnswerException.forGood(
            "Okta's answer holds numbers too large to write out, as none of Okta's are.");
      }
      if (ofOne && !elements.isObject(asked)) {
        log.debug("{}: what answers for {} is something else", dataType, asked);
        exchange.setVariable("following", "");
        elements = JsonElements.none();
      }
      if (elements.areUnknown() && told.add(dataType + " " + key)) {
        log.warn(
            "{}: no object in Okta's list has the property {} that its line in data-types.yaml takes as key, so rows are told apart by their whole text, and each change is a row that goes and one that comes. Write another key",
            dataType,
            key);
      }
      Message message = exchange.getMessage();
      message.setHeader("ids", elements.ids());
      message.setHeader("starts", elements.starts());
      message.setHeader("lengths", elements.lengths());
    } catch (NoSuchElementException e) {
      throw new BrokenAnswerException(
          "Okta's answer is no list, as that of %s must be (unless its line has document: true, or items that names the property with the list): %s."
              .formatted(dataType, e.getMessage()));
    } catch (IllegalArgumentException e) {
      throw new BrokenAnswerException("Okta's answer is not JSON to its end. " + e.getMessage());
    }
  }
}
