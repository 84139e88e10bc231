package cn.changzhutan.exchange.local;

import java.nio.file.Path;

/** A PostgreSQL of its own for a test that breaks it, started again when it has gone down. */
public final class SmallServer implements AutoCloseable {
    private final Path folder;
    private final int port = Ports.free();
    private LocalDatabase server;

    public SmallServer(Path folder) throws Exception {
        this.folder = folder;
        start();
    }

    private void start() throws Exception {
        server = LocalDatabase.start(folder, Path.of("target", "postgresql"), port);
    }

    /** A database of this name, made if it is not there. */
    public LocalDatabase.Access access(String name) throws Exception {
        return server.database(name);
    }

    /** Starts the server again if it has ended. */
    public void restartIfDown() throws Exception {
        if (server.ended().isDone()) {
            start();
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
