package org.oktadata.web.console;

import org.springframework.util.StringUtils;

/**
 * Which objects of a data type a person looks for. The place in the list where the next page begins
 * is that of its last object: whose it is, its name in small letters, its id.
 *
 * @param text part of a name, or the whole of an id or of the id of what it belongs to; null for
 *     all
 */
record ObjectSearch(String text, String afterParent, String afterName, String afterId) {

  ObjectSearch {
    text = StringUtils.hasText(text) ? text.strip() : null;
    afterParent = afterParent == null ? "" : afterParent;
    afterName = afterName == null ? "" : afterName;
    afterId = afterId == null ? "" : afterId;
  }
}
