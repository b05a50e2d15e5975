package org.oktadata.web.console;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import org.oktadata.findings.NewExclusion;
import org.oktadata.integrations.WrongSetting;
import org.springframework.util.StringUtils;

/**
 * What a form says about something that is to be left out; the session keeps it for the page that
 * shows what is wrong with it.
 *
 * @param who a login, the name of a group or an app, or an id
 * @param integration empty for each
 * @param days how long; 0 for no end
 */
record ExclusionForm(String who, String integration, String reason, Integer days)
    implements Serializable {

  NewExclusion exclusion(String check) {
    int length = days == null ? (int) NewExclusion.USUAL.toDays() : days;
    return new NewExclusion(
        check,
        integration,
        who,
        reason,
        length == 0 ? null : Instant.now().plus(Duration.ofDays(length)));
  }

  /** What is wrong with it, in a sentence. */
  String trouble(WrongSetting wrong) {
    if (wrong.key().equals("subject")) {
      return (StringUtils.hasText(who) ? who.strip() : "Who") + " " + wrong.getMessage();
    }
    return StringUtils.capitalize(wrong.key()) + " " + wrong.getMessage();
  }
}
