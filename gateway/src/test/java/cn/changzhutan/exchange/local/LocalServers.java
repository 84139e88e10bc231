package cn.changzhutan.exchange.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One PostgreSQL and one broker for all integration tests of a JVM, started when first asked for and stopped when the JVM ends. Each
 * test takes a database and topic names of its own.
 *
 * <pre>{@code
 * LocalDatabase.Access access = LocalServers.newDatabase("store");   // empty, owned by its own role
 * String bootstrap = LocalServers.broker().bootstrap();
 * }</pre>
 */
public final class LocalServers {
    private static final Path FOLDER = Path.of(
            "target", "local-servers", Long.toString(ProcessHandle.current().pid()));
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static LocalDatabase database;
    private static LocalBroker broker;

    private LocalServers() {}

    public static synchronized LocalDatabase database() throws IOException, InterruptedException {
        if (database == null) {
            database = LocalDatabase.start(FOLDER.resolve("postgresql"), Path.of("target", "postgresql"), Ports.free());
            stopAtExit(database);
        }
        return database;
    }

    /** An empty database of its own for one test class or one test. @param hint a-z, 0-9, _ */
    public static LocalDatabase.Access newDatabase(String hint) throws IOException, InterruptedException {
        return database().database(hint + "_" + NUMBER.incrementAndGet());
    }

    public static synchronized LocalBroker broker() throws IOException, InterruptedException {
        if (broker == null) {
            broker = LocalBroker.start(FOLDER.resolve("broker"), Ports.free(), Ports.free());
            stopAtExit(broker);
        }
        return broker;
    }

    private static void stopAtExit(AutoCloseable server) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                server.close();
                delete(FOLDER);
            } catch (Exception e) {
                System.err.println("not stopped cleanly: " + e);
            }
        }));
    }

    private static synchronized void delete(Path folder) throws IOException {
        if (Files.exists(folder.resolve("postgresql/data/postmaster.pid"))
                || broker != null && !broker.ended().isDone()) {
            return; // the other server still runs; its own stop deletes the folder
        }
        if (Files.exists(folder)) {
            PostgresBinaries.deleteTree(folder);
        }
    }
}
