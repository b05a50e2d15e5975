package org.oktadata.web.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.oktadata.web.TooLargeBody;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * No request of the API needs a megabyte. It stands behind the sign-in; intakes have a limit of
 * their own, hawtio that of {@link JmxGuard}, and forms Tomcat's.
 */
@Component
class RequestBodyLimit extends OncePerRequestFilter {

  /** Bytes of a body that are read. */
  static final int MOST = 1 << 20;

  private static final String SENTENCE = "A request may have " + MOST + " bytes.";

  private final SecurityProblems problems;

  RequestBodyLimit(SecurityProblems problems) {
    this.problems = problems;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return request.getServletPath().startsWith("/intake/")
        || request.getServletPath().startsWith(JmxGuard.DOOR);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (request.getContentLengthLong() > MOST) {
      problems.write(request, response, HttpStatus.PAYLOAD_TOO_LARGE, SENTENCE);
    } else if (request.getContentLengthLong() >= 0) {
      chain.doFilter(request, response);
    } else {
      chain.doFilter(new Counted(request), response);
    }
  }

  /** A body that doesn't say how long it is. */
  private static final class Counted extends HttpServletRequestWrapper {

    private ServletInputStream stream;

    Counted(HttpServletRequest request) {
      super(request);
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
      if (stream == null) {
        stream = new Count(super.getInputStream());
      }
      return stream;
    }

    @Override
    public BufferedReader getReader() throws IOException {
      return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
    }
  }

  private static final class Count extends ServletInputStream {

    private final ServletInputStream body;
    private long count;

    Count(ServletInputStream body) {
      this.body = body;
    }

    @Override
    public int read() throws IOException {
      int next = body.read();
      add(next < 0 ? 0 : 1);
      return next;
    }

    @Override
    public int read(byte[] to, int at, int length) throws IOException {
      int read = body.read(to, at, length);
      add(Math.max(0, read));
      return read;
    }

    private void add(int bytes) throws TooLargeBody {
      count += bytes;
      if (count > MOST) {
        throw new TooLargeBody(SENTENCE);
      }
    }

    @Override
    public boolean isFinished() {
      return body.isFinished();
    }

    @Override
    public boolean isReady() {
      return body.isReady();
    }

    @Override
    public void setReadListener(ReadListener listener) {
      body.setReadListener(listener);
    }
  }
}
