package org.oktadata.okta;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;
import org.springframework.util.unit.DataSize;

/**
 * Reads an answer to its end inside the call. So a connection that breaks in the middle of a page
 * is a failure of the call, which is repeated; the connection is free again at once; and Camel need
 * not keep each page's stream until the end of an exchange that may run through thousands of pages.
 *
 * <p>An answer ends: by its size as it is unpacked, and by a time for the whole call, which what
 * drips in just before each time-out would else never reach.
 */
final class WholeAnswer implements ExecChainHandler {
  /**
   * Says that it streams: then Camel takes it into an array of its size, and would else let one
   * grow, which is copied and thrown away again and again.
   */
  private static final class Whole extends HttpEntityWrapper {
    private Whole(ByteArrayEntity bytes) {
      super(bytes);
    }

    @Override
    public boolean isStreaming() {
      return true;
    }
  }

  /** Read at a time, in bytes. */
  private static final int PIECE = 1 << 16;

  private final DataSize largest;
  private final Duration longest;

  WholeAnswer(DataSize largest, Duration longest) {
    this.largest = largest;
    this.longest = longest;
  }

  @Override
  public ClassicHttpResponse execute(
      ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
      throws IOException, HttpException {
    var late =
        new CompletableFuture<Boolean>()
            .completeOnTimeout(true, longest.toMillis(), TimeUnit.MILLISECONDS);
    // The connection is closed from outside: whoever waits for bytes can't look at the clock.
    late.thenRun(() -> cancel(scope.originalRequest));
    try {
      return whole(chain.proceed(request, scope), scope);
    } catch (IOException | HttpException | RuntimeException e) {
      if (late.getNow(false)) {
        throw new BrokenAnswerException(
            "The answer did not come to its end within %d s.".formatted(longest.toSeconds()));
      }
      throw e;
    } finally {
      late.cancel(false);
    }
  }

  private static void cancel(ClassicHttpRequest request) {
    if (request instanceof Cancellable call) {
      call.cancel();
    }
  }

  private ClassicHttpResponse whole(ClassicHttpResponse answer, ExecChain.Scope scope)
      throws IOException {
    var entity = answer.getEntity();
    if (entity == null) {
      return answer;
    }
    try {
      var type = ContentType.parseLenient(entity.getContentType());
      answer.setEntity(new Whole(new ByteArrayEntity(bytes(entity), type)));
      return answer;
    } catch (IOException | RuntimeException e) {
      // Before the answer is closed, which would read it to its end.
      scope.execRuntime.discardEndpoint();
      close(answer, e);
      throw e;
    }
  }

  private static void close(ClassicHttpResponse answer, Exception reason) {
    try {
      answer.close();
    } catch (IOException cutOff) {
      reason.addSuppressed(cutOff);
    }
  }

  private byte[] bytes(HttpEntity entity) throws IOException {
    int most = Math.toIntExact(largest.toBytes());
    if (entity.getContentLength() > most) {
      throw tooLarge(most);
    }
    var content = entity.getContent();
    if (content == null) {
      return new byte[0];
    }
    // Piece by piece: what is refused in the end was not put together before.
    var pieces = new ArrayDeque<byte[]>();
    int size = 0;
    for (var piece = content.readNBytes(PIECE); piece.length > 0; ) {
      size += piece.length;
      if (size > most) {
        throw tooLarge(most);
      }
      pieces.add(piece);
      piece = content.readNBytes(PIECE);
    }
    content.close();
    return together(pieces, size);
  }

  private static byte[] together(Queue<byte[]> pieces, int size) {
    if (pieces.size() == 1) {
      return pieces.remove();
    }
    var bytes = new byte[size];
    int at = 0;
    while (!pieces.isEmpty()) {
      var piece = pieces.remove();
      System.arraycopy(piece, 0, bytes, at, piece.length);
      at += piece.length;
    }
    return bytes;
  }

  private static BrokenAnswerException tooLarge(int most) {
    return BrokenAnswerException.tooLarge(
        "The answer is larger than %d MB, and was not read further.".formatted(most >> 20));
  }
}
