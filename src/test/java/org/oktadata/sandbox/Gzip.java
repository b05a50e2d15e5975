package org.oktadata.sandbox;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Packs bodies quickly rather than tightly. */
final class Gzip {
  private static final class Fast extends GZIPOutputStream {
    Fast(ByteArrayOutputStream out) throws IOException {
      super(out, 16_384);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }

  private ByteArrayOutputStream packed;
  private Fast out;

  /** Packs some more bytes. */
  void write(byte[] bytes, int length) {
    try {
      if (out == null) {
        packed = new ByteArrayOutputStream(65_536);
        out = new Fast(packed);
      }
      out.write(bytes, 0, length);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** Packs the last bytes; all that was packed. */
  byte[] finish(byte[] bytes, int length) {
    try {
      write(bytes, length);
      out.close();
      return packed.toByteArray();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  static byte[] pack(byte[] body) {
    return new Gzip().finish(body, body.length);
  }

  static byte[] unpack(byte[] packed) {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      return in.readAllBytes();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
