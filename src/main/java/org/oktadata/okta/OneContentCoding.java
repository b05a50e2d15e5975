package org.oktadata.okta;

import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.HttpResponseInterceptor;
import org.apache.hc.core5.http.protocol.HttpContext;

/**
 * Refuses an answer that is packed several times over: a kilobyte of it keeps a processor busy for
 * hours without a byte that came out, so that neither the largest size nor the longest call, which
 * closes a connection that nobody reads any more, would end it.
 */
final class OneContentCoding implements HttpResponseInterceptor {

  @Override
  public void process(HttpResponse answer, EntityDetails entity, HttpContext context) {
    var codings = answer.getHeaders(HttpHeaders.CONTENT_ENCODING);
    if (codings.length > 1
        || codings.length == 1 && String.valueOf(codings[0].getValue()).contains(",")) {
      throw BrokenAnswerException.forGood(
          "The answer is packed several times over, and was not read.");
    }
  }
}
