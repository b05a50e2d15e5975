package org.oktadata.web.console;

import org.springframework.util.StringUtils;

/**
 * Which members of a group or app a person looks for; what is empty stands for all.
 *
 * @param asOf a past day, or null for now
 * @param member beginnings of words of a name or login, or the whole of a login or id
 * @param after id of the last one on the page before
 */
record MemberSearch(String asOf, String member, String after) {

  MemberSearch {
    member = StringUtils.hasText(member) ? member.strip() : null;
    after = StringUtils.hasText(after) ? after : null;
  }

  Moment moment() {
    return Moment.of(asOf);
  }
}
