package cn.changzhutan.exchange.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** TCP ports of 127.0.0.1. */
public final class Ports {
    private Ports() {}

    /** A port that was free a moment ago. For tests: another program may take it before it is used. */
    public static int free() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress("127.0.0.1", port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** @throws CannotRunException if another program listens there */
    static void requireFree(int port, String what) {
        if (!isFree(port)) {
            throw new CannotRunException("Port " + port + " of 127.0.0.1 is needed for " + what
                    + ", but another program is listening there: stop that program and start again.");
        }
    }
}
