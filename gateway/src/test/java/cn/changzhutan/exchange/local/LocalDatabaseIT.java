package cn.changzhutan.exchange.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalDatabaseIT {
    private static final Path PROGRAMS = Path.of("target", "postgresql");

    @TempDir
    Path folder;

    @Test
    void startedAgain_keepsWhatWasCommitted() throws Exception {
        int port = Ports.free();
        try (LocalDatabase database = LocalDatabase.start(folder, PROGRAMS, port)) {
            execute(database.database("changsha"), "CREATE TABLE t AS SELECT '𠮷䶮·' AS name");
        }
        try (LocalDatabase database = LocalDatabase.start(folder, PROGRAMS, port)) {
            assertThat(text(database.database("changsha"), "SELECT name FROM t"))
                    .isEqualTo("𠮷䶮·");
        }
    }

    @Test
    void wrongPassword_isRefused_andPasswordFilesAreTheOwnersAlone() throws Exception {
        try (LocalDatabase database = LocalDatabase.start(folder, PROGRAMS, Ports.free())) {
            LocalDatabase.Access access = database.database("changsha");
            assertThatThrownBy(() -> DriverManager.getConnection(access.url(), access.user(), "guess")
                            .close())
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password authentication failed");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(access.passwordFile())))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void oneCitysRole_cannotEnterAnotherCitysDatabase() throws Exception {
        try (LocalDatabase database = LocalDatabase.start(folder, PROGRAMS, Ports.free())) {
            LocalDatabase.Access changsha = database.database("changsha");
            LocalDatabase.Access zhuzhou = database.database("zhuzhou");
            assertThatThrownBy(() -> DriverManager.getConnection(zhuzhou.url(), changsha.user(), changsha.password())
                            .close())
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("permission denied");
        }
    }

    @Test
    void settingsThatLoseCommits_areRefused() throws Exception {
        try (LocalDatabase database = LocalDatabase.start(folder, PROGRAMS, Ports.free())) {
            execute(database.database("changsha"), "ALTER ROLE changsha SET synchronous_commit = off");
            assertThatThrownBy(() -> database.database("changsha"))
                    .isInstanceOf(CannotRunException.class)
                    .hasMessageContaining("synchronous_commit = off (expected: on)");
        }
    }

    @Test
    void trustInTheServersOwnFile_isRefused() throws Exception {
        LocalDatabase.start(folder, PROGRAMS, Ports.free()).close();
        Files.writeString(
                folder.resolve("data/pg_hba.conf"), "host all all 127.0.0.1/32 trust\n", StandardOpenOption.APPEND);
        assertThatThrownBy(() -> LocalDatabase.start(folder, PROGRAMS, Ports.free()))
                .isInstanceOf(CannotRunException.class)
                .hasMessageContaining("without a password");
        assertThat(Orphan.find(folder.resolve("data"))).isEmpty();
    }

    @Test
    void orphanOfAKilledRun_isStopped_andTheDataIsKept() throws Exception {
        int port = Ports.free();
        LocalDatabase killed = LocalDatabase.start(folder, PROGRAMS, port);
        execute(killed.database("changsha"), "CREATE TABLE t AS SELECT 'kept' AS name");
        long orphan = Orphan.find(folder.resolve("data").toAbsolutePath())
                .orElseThrow()
                .pid();

        try (LocalDatabase database = LocalDatabase.start(folder, PROGRAMS, port)) {
            assertThat(ProcessHandle.of(orphan).filter(ProcessHandle::isAlive)).isEmpty();
            assertThat(text(database.database("changsha"), "SELECT name FROM t"))
                    .isEqualTo("kept");
        }
        assertThat(killed.ended()).succeedsWithin(java.time.Duration.ofSeconds(30));
    }

    @Test
    void staleProcessId_ofAnotherProgram_isLeftAlone() throws Exception {
        LocalDatabase.start(folder, PROGRAMS, Ports.free()).close();
        Process other = new ProcessBuilder("sleep", "600").start();
        try {
            Files.writeString(folder.resolve("data/postmaster.pid"), other.pid() + "\n");
            assertThat(Orphan.find(folder.resolve("data"))).isEmpty();
            assertThat(other.isAlive()).isTrue();
        } finally {
            other.destroyForcibly();
        }
    }

    @Test
    void busyPort_isOneClearSentence() throws Exception {
        try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> LocalDatabase.start(folder, PROGRAMS, busy.getLocalPort()))
                    .isInstanceOf(CannotRunException.class)
                    .hasMessageContaining("Port " + busy.getLocalPort() + " of 127.0.0.1 is needed for PostgreSQL");
        }
    }

    private static void execute(LocalDatabase.Access access, String sql) throws SQLException {
        try (Connection connection = access.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String text(LocalDatabase.Access access, String sql) throws SQLException {
        try (Connection connection = access.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
