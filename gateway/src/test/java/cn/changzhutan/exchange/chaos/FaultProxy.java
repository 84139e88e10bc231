package cn.changzhutan.exchange.chaos;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A wire that a test can bend, between a client and a server on this machine. Bytes of both directions count together. A stalled
 * connection passes nothing and closes nothing on the other side, whatever its client does, as when a firewall forgets it. Thread-safe.
 */
public final class FaultProxy implements AutoCloseable {
    /** What happens to the connection that carries the byte that was counted down to. */
    public enum Fault {
        CUT,
        STALL
    }

    private static final int CHUNK = 16 * 1024;

    private final InetSocketAddress target;
    private final InetSocketAddress own;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private ServerSocket server;
    private long bytes;
    private long faults;
    private long left = Long.MAX_VALUE;
    private Fault fault = Fault.CUT;
    private boolean blackHole;
    private volatile long delayMillis;
    private volatile boolean closed;

    /** Passes everything, from a free port of 127.0.0.1. */
    public FaultProxy(int targetPort) {
        this("127.0.0.1", 0, targetPort);
    }

    /** @param host of the loopback network, for servers that tell their clients where they are */
    public FaultProxy(String host, int port, int targetPort) {
        target = new InetSocketAddress(InetAddress.getLoopbackAddress(), targetPort);
        listen(new InetSocketAddress(host, port));
        own = (InetSocketAddress) server.getLocalSocketAddress();
    }

    public int port() {
        return own.getPort();
    }

    /** Everything passes again, also what stood still; what was cut stays cut. */
    public synchronized void pass() {
        left = Long.MAX_VALUE;
        blackHole = false;
        delayMillis = 0;
        links.forEach(link -> link.stalled = false);
        notifyAll();
        if (server.isClosed()) {
            listen(own);
        }
    }

    /** Nobody listens, and what was connected is cut. */
    public synchronized void refuse() {
        close(server);
        cutAll();
    }

    /** Every read passes so much later. */
    public void delay(Duration latency) {
        delayMillis = latency.toMillis();
    }

    /** Nothing passes any more; connections can be made, and nobody hears that anything ended. */
    public synchronized void blackHole() {
        blackHole = true;
    }

    /** What is connected now stands still until {@link #pass}; new connections work. */
    public synchronized void stallAll() {
        links.forEach(link -> link.stalled = true);
    }

    public synchronized void cutAll() {
        faults += links.size();
        links.forEach(Link::cut);
    }

    /** The connection that carries the n-th byte from now on is cut or stalled right behind it, in either direction; once. */
    public synchronized void faultAfter(long n, Fault what) {
        fault = what;
        left = n;
    }

    /** Bytes that passed so far. */
    public synchronized long bytes() {
        return bytes;
    }

    /** Connections that were cut or stalled so far. */
    public synchronized long faults() {
        return faults;
    }

    private void listen(InetSocketAddress at) {
        try {
            ServerSocket listening = new ServerSocket();
            listening.bind(at);
            server = listening;
            daemon(() -> accept(listening));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept(ServerSocket listening) {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                Socket behind = new Socket(target.getAddress(), target.getPort());
                Link link = new Link(client, behind);
                links.add(link);
                daemon(() -> pump(link, client, behind));
                daemon(() -> pump(link, behind, client));
            } catch (IOException e) {
                if (!listening.isClosed()) {
                    continue; // the server behind does not answer: neither do we
                }
            }
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "fault-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private void pump(Link link, Socket from, Socket to) {
        byte[] chunk = new byte[CHUNK];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                if (delayMillis > 0) {
                    Thread.sleep(delayMillis); // this is the fault itself, not a way to wait for something
                }
                awaitFlow(link);
                int passing = count(read);
                out.write(chunk, 0, passing);
                if (isHit(link)) {
                    awaitFlow(link);
                }
                out.write(chunk, passing, read - passing);
            }
        } catch (IOException e) {
            // the link is gone
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            end(link);
        }
    }

    private void end(Link link) {
        try {
            awaitFlow(link);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        link.cut();
        links.remove(link);
    }

    /** @return how many of them may pass before the fault */
    private synchronized int count(int read) {
        int passing = (int) Math.min(read, left);
        bytes += passing;
        if (left != Long.MAX_VALUE) {
            left -= passing;
        }
        return passing;
    }

    private synchronized boolean isHit(Link link) {
        if (left > 0) {
            return false;
        }
        left = Long.MAX_VALUE;
        faults++;
        if (fault == Fault.CUT) {
            link.cut();
        } else {
            link.stalled = true;
        }
        return true;
    }

    private synchronized void awaitFlow(Link link) throws InterruptedException {
        while ((blackHole || link.stalled) && !closed) {
            wait();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        close(server);
        cutAll();
        notifyAll();
    }

    private static void close(AutoCloseable what) {
        try {
            what.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Both ends of one connection. */
    private static final class Link {
        private final Socket client;
        private final Socket behind;
        private volatile boolean stalled;

        Link(Socket client, Socket behind) throws IOException {
            this.client = client;
            this.behind = behind;
            client.setTcpNoDelay(true);
            behind.setTcpNoDelay(true);
        }

        /** As when a machine goes away: a reset, no orderly end. */
        void cut() {
            for (Socket socket : new Socket[] {client, behind}) {
                try {
                    socket.setSoLinger(true, 0);
                    socket.close();
                } catch (IOException e) {
                    // gone already
                }
            }
        }
    }
}
