package org.oktadata.store;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Speaks as much of PostgreSQL's protocol as a client needs to connect, and says that it is old.
 */
final class OldServer implements AutoCloseable {

  /** A result of one column of type text, and its only row: the isolation level pools ask for. */
  private static final byte[] COLUMN =
      ByteBuffer.allocate(26)
          .putShort((short) 1)
          .put(text("level"))
          .putInt(0)
          .putShort((short) 0)
          .putInt(25)
          .putShort((short) -1)
          .putInt(-1)
          .array();

  private static final byte[] ROW =
      ByteBuffer.allocate(20)
          .putShort((short) 1)
          .putInt(14)
          .put("read committed".getBytes(StandardCharsets.UTF_8))
          .array();

  private final ServerSocket door;
  private final String version;

  OldServer(String version) throws IOException {
    this.version = version;
    this.door = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    start(this::serve);
  }

  String url() {
    return "jdbc:postgresql://localhost:" + door.getLocalPort() + "/okta?sslmode=disable";
  }

  private void serve() {
    try {
      while (!door.isClosed()) {
        Socket client = door.accept();
        start(() -> talk(client));
      }
    } catch (IOException e) {
      // The test is over.
    }
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "old server");
    thread.setDaemon(true);
    thread.start();
  }

  private void talk(Socket client) {
    try (client) {
      talk(
          new DataInputStream(client.getInputStream()),
          new DataOutputStream(client.getOutputStream()));
    } catch (IOException e) {
      // The client has gone.
    }
  }

  private void talk(DataInputStream in, DataOutputStream out) throws IOException {
    in.readNBytes(in.readInt() - 4);
    message(out, 'R', new byte[4]);
    parameter(out, "server_version", version);
    parameter(out, "client_encoding", "UTF8");
    parameter(out, "DateStyle", "ISO, MDY");
    parameter(out, "integer_datetimes", "on");
    parameter(out, "standard_conforming_strings", "on");
    message(out, 'Z', new byte[] {'I'});
    boolean asked = false;
    while (true) {
      char type = (char) in.readByte();
      String body = new String(in.readNBytes(in.readInt() - 4), StandardCharsets.UTF_8);
      asked = type == 'P' ? body.toLowerCase(Locale.ROOT).contains("show ") : asked;
      switch (type) {
        case 'Q' -> {
          message(out, 'C', text("SET"));
          message(out, 'Z', new byte[] {'I'});
        }
        case 'P' -> message(out, '1', new byte[0]);
        case 'B' -> message(out, '2', new byte[0]);
        case 'D' -> message(out, asked ? 'T' : 'n', asked ? COLUMN : new byte[0]);
        case 'E' -> {
          if (asked) {
            message(out, 'D', ROW);
          }
          message(out, 'C', text(asked ? "SHOW" : "SET"));
        }
        case 'S' -> message(out, 'Z', new byte[] {'I'});
        default -> {
          return;
        }
      }
      out.flush();
    }
  }

  private static void parameter(DataOutputStream out, String name, String value)
      throws IOException {
    message(out, 'S', text(name + '\0' + value));
  }

  private static void message(DataOutputStream out, char type, byte[] body) throws IOException {
    out.writeByte(type);
    out.writeInt(body.length + 4);
    out.write(body);
    out.flush();
  }

  private static byte[] text(String text) {
    return (text + '\0').getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    door.close();
  }
}
