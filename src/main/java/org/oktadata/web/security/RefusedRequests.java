package org.oktadata.web.security;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.oktadata.web.Audit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Notes in the audit log what somebody wanted to do and may not: a few of each account in an hour,
 * and how many more there were, so that nobody can fill the log.
 */
@Component
class RefusedRequests {

  private static final Logger log = LoggerFactory.getLogger(RefusedRequests.class);

  /** Lines of an account in an hour. */
  static final int MOST = 10;

  static final Duration WINDOW = Duration.ofHours(1);

  /** More than there are accounts; of the eldest it is forgotten how much they asked for. */
  private static final int ACCOUNTS = 1_000;

  private static final int LONGEST_ADDRESS = 200;

  /** An hour of an account, which begins with a request that is refused. */
  private static final class Hour {
    private long began;
    private int written;
    private long leftOut;
  }

  private final Audit audit;
  private final LongSupplier nanos;
  private final Map<String, Hour> hours =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Hour> eldest) {
          return size() > ACCOUNTS;
        }
      };

  @Autowired
  RefusedRequests(Audit audit) {
    this(audit, System::nanoTime);
  }

  RefusedRequests(Audit audit, LongSupplier nanos) {
    this.audit = audit;
    this.nanos = nanos;
  }

  /** Notes a request of somebody who is signed in. That it can't be noted doesn't let it pass. */
  void note(HttpServletRequest request) {
    if (request.getUserPrincipal() == null) {
      return;
    }
    String address = request.getRequestURI();
    String subject =
        request.getMethod()
            + " "
            + address.substring(0, Math.min(LONGEST_ADDRESS, address.length()));
    try {
      write(request.getUserPrincipal().getName(), subject);
    } catch (DataAccessException e) {
      log.warn("That {} was refused isn't in the audit log: {}", subject, e.getMessage());
    }
  }

  private void write(String person, String subject) {
    String more;
    synchronized (hours) {
      Hour hour = hours.computeIfAbsent(person, any -> fresh());
      long before = 0;
      if (nanos.getAsLong() - hour.began >= WINDOW.toNanos()) {
        before = hour.leftOut;
        hour = fresh();
        hours.put(person, hour);
      }
      if (hour.written == MOST) {
        hour.leftOut++;
        return;
      }
      hour.written++;
      more = more(before, hour.written == MOST);
    }
    audit.write("request.refused", subject, more);
  }

  private static String more(long before, boolean last) {
    if (before > 0) {
      return before + " more were refused in the hour before";
    }
    return last ? "What follows within the hour is counted, and told with the next line" : null;
  }

  private Hour fresh() {
    Hour hour = new Hour();
    hour.began = nanos.getAsLong();
    return hour;
  }
}
