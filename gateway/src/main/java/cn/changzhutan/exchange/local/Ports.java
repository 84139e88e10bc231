package cn.changzhutan.exchange.local;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** TCP ports of 127.0.0.1. */
public final class Ports {
    private Ports() {}

    /**
     * A port that was free a moment ago. For tests: another program may take it before it is used. It lies below those from which the
     * system takes the near ends of connections, so that a client that tries a server which is not there yet cannot take its port.
     */
    public static int free() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
            if (isFree(port)) {
                return port;
            }
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
