package cn.changzhutan.exchange.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A real PostgreSQL on 127.0.0.1, run by this program, with its data in a folder that is kept. Commits are on disk when they return,
 * and nobody gets in without a password: both are read back from the running server, which is refused if they are not so. The
 * server ends with this process, however this process ends. Thread-safe.
 */
public final class LocalDatabase implements Running {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,40}");
    private static final int START_SECONDS = 180;

    private final Path folder;
    private final int port;
    private final Process guard;
    private final Access superuser;

    private LocalDatabase(Path folder, int port, Process guard, Access superuser) {
        this.folder = folder;
        this.port = port;
        this.guard = guard;
        this.superuser = superuser;
    }

    /** How to get into one database. @param passwordFile mode 0600, the password and a line end */
    public record Access(String url, String user, Path passwordFile) {
        /** @throws SQLException as JDBC does */
        public Connection connect() throws SQLException {
            return DriverManager.getConnection(url, user, password());
        }

        public String password() {
            try {
                return Files.readString(passwordFile).strip();
            } catch (IOException e) {
                throw new CannotRunException("The password file " + passwordFile + " cannot be read.", e);
            }
        }
    }

    /**
     * Starts the server and waits until it answers.
     *
     * @param folder of this server alone: data, passwords and log; made if it is not there
     * @param programs where PostgreSQL's programs are unpacked to, if they are not there; may be shared
     * @param port of 127.0.0.1
     * @throws CannotRunException with one sentence, if the port is taken or the server does not start or runs with other settings
     */
    public static LocalDatabase start(Path folder, Path programs, int port) throws IOException, InterruptedException {
        return start(folder, programs, port, List.of());
    }

    /** @param settings of the server, {@code name=value} each, for a larger machine than the demo's */
    static LocalDatabase start(Path folder, Path programs, int port, List<String> settings)
            throws IOException, InterruptedException {
        Path root = folder.toAbsolutePath().normalize();
        Files.createDirectories(root);
        Path data = root.resolve("data");
        Path unpacked = PostgresBinaries.in(programs.toAbsolutePath().normalize());
        Path passwordFile = root.resolve("postgres.password");
        ServerUser user = ServerUser.find(data);
        if (!Files.exists(data)) {
            PostgresProcess.init(unpacked, data, SecretFiles.createOrRead(passwordFile), user);
        }
        Orphan.stopOn(data);
        Ports.requireFree(port, "PostgreSQL");
        Path log = root.resolve("postgresql.log");
        Files.deleteIfExists(log);
        Files.createFile(log, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Process guard = PostgresProcess.start(unpacked, data, port, log, user, settings);
        Access superuser = new Access(url(port, "postgres"), "postgres", passwordFile);
        LocalDatabase database = new LocalDatabase(root, port, guard, superuser);
        try {
            database.awaitAnswer();
            database.requireSettings(superuser, data);
        } catch (RuntimeException | IOException | InterruptedException e) {
            database.close();
            throw e;
        }
        return database;
    }

    /** The server's own process; empty while it is down. */
    public Optional<ProcessHandle> server() throws IOException {
        return Orphan.find(folder.resolve("data"));
    }

    public int port() {
        return port;
    }

    /**
     * The database of this name with a role of the same name that owns it and may do nothing else; both made if they are not there.
     *
     * @param name lower case letters, digits and underscores, starting with a letter
     */
    public synchronized Access database(String name) throws IOException {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("database name (expected: a-z, 0-9, _)");
        }
        Access access = new Access(url(port, name), name, folder.resolve(name + ".password"));
        String password = SecretFiles.createOrRead(access.passwordFile());
        try (Connection connection = superuser.connect();
                Statement statement = connection.createStatement()) {
            String verb = exists(connection, "SELECT 1 FROM pg_roles WHERE rolname = ?", name) ? "ALTER" : "CREATE";
            // The name and the password (URL-safe base64) hold no character that would need quoting.
            statement.execute(verb + " ROLE \"" + name + "\" LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD '"
                    + password + "'");
            if (!exists(connection, "SELECT 1 FROM pg_database WHERE datname = ?", name)) {
                statement.execute("CREATE DATABASE \"" + name + "\" OWNER \"" + name + "\"");
            }
            statement.execute("REVOKE ALL ON DATABASE \"" + name + "\" FROM PUBLIC");
        } catch (SQLException e) {
            throw new CannotRunException("PostgreSQL could not make the database " + name + ": " + e.getMessage(), e);
        }
        requireSettings(access, null);
        return access;
    }

    @Override
    public CompletableFuture<Void> ended() {
        return guard.onExit().thenRun(() -> {});
    }

    /** Stops the server: open connections are cut, every commit is kept. Waits until it has ended. */
    @Override
    public void close() {
        try {
            guard.getOutputStream().close();
            if (!guard.waitFor(20, TimeUnit.SECONDS)) {
                Orphan.stopOn(folder.resolve("data"));
                guard.destroyForcibly();
            }
        } catch (IOException e) {
            guard.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitAnswer() throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (true) {
            try (Connection connection = superuser.connect()) {
                return;
            } catch (SQLException e) {
                boolean wrongPassword = "28P01".equals(e.getSQLState());
                if (wrongPassword || !guard.isAlive() || System.nanoTime() > end) {
                    throw new CannotRunException(
                            "PostgreSQL did not start on " + folder + " ("
                                    + (wrongPassword ? e.getMessage() : lastLogLine()) + ").",
                            e);
                }
                Thread.sleep(30);
            }
        }
    }

    private String lastLogLine() throws IOException {
        return Files.readAllLines(folder.resolve("postgresql.log")).stream()
                .reduce((first, second) -> second)
                .orElse("its log is empty");
    }

    private void requireSettings(Access access, Path data) {
        try (Connection connection = access.connect()) {
            require(connection, "fsync", "on");
            require(connection, "synchronous_commit", "on");
            require(connection, "full_page_writes", "on");
            if (data != null) {
                require(connection, "data_directory", data.toString());
                if (exists(
                        connection,
                        "SELECT 1 FROM pg_hba_file_rules WHERE auth_method <> ? OR error IS NOT NULL",
                        "scram-sha-256")) {
                    throw new CannotRunException("PostgreSQL on " + data
                            + " lets someone in without a password (pg_hba.conf); it is not used.");
                }
            }
        } catch (SQLException e) {
            throw new CannotRunException("PostgreSQL on " + folder + " does not answer: " + e.getMessage(), e);
        }
    }

    private void require(Connection connection, String setting, String expected) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT current_setting(?)")) {
            statement.setString(1, setting);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                if (!row.getString(1).equals(expected)) {
                    throw new CannotRunException("PostgreSQL on " + folder + " runs with " + setting + " = "
                            + row.getString(1) + " (expected: " + expected + "); it is not used.");
                }
            }
        }
    }

    private static boolean exists(Connection connection, String sql, String argument) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, argument);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }

    private static String url(int port, String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }
}
