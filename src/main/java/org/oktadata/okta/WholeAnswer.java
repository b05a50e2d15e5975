package org.oktadata.okta;

import java.io.IOException;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;

/**
 * Reads an answer to its end inside the call. So a connection that breaks in the middle of a page
 * is a failure of the call, which is repeated; the connection is free again at once; and Camel need
 * not keep each page's stream until the end of an exchange that may run through thousands of pages.
 */
final class WholeAnswer implements ExecChainHandler {
  @Override
  public ClassicHttpResponse execute(
      ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
      throws IOException, HttpException {
    var answer = chain.proceed(request, scope);
    var entity = answer.getEntity();
    if (entity == null) {
      return answer;
    }
    try {
      var type = ContentType.parseLenient(entity.getContentType());
      var bytes = EntityUtils.toByteArray(entity);
      answer.setEntity(new ByteArrayEntity(bytes == null ? new byte[0] : bytes, type));
      return answer;
    } catch (IOException | RuntimeException e) {
      answer.close();
      throw e;
    }
  }
}
