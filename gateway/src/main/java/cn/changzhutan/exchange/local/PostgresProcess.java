package cn.changzhutan.exchange.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The commands that make a PostgreSQL data folder and run the server on it. */
final class PostgresProcess {
    /**
     * Starts the server in the background and waits for it. The end of standard input means that whoever started us is gone, however
     * it went: then the server is stopped as well.
     */
    private static final String GUARD = "exec 3<&0; trap '' INT HUP; \"$@\" </dev/null 3<&- & server=$!; "
            + "{ cat <&3 >/dev/null; kill -INT $server; } 2>/dev/null & guard=$!; "
            + "wait $server; code=$?; kill $guard 2>/dev/null; exit $code";

    private static final List<String> SETTINGS = List.of(
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "fsync=on",
            "synchronous_commit=on",
            "full_page_writes=on",
            "password_encryption=scram-sha-256",
            "shared_buffers=64MB",
            "max_connections=60",
            "max_wal_size=512MB",
            "max_worker_processes=2",
            "max_parallel_workers=0",
            "max_logical_replication_workers=0",
            "autovacuum_worker_slots=3",
            "io_method=sync",
            "log_line_prefix=%m [%p] %d ",
            // A statement may hold a citizen's value: it is never written to the server's log.
            "log_min_error_statement=panic",
            "log_error_verbosity=terse",
            "timezone=UTC",
            "log_timezone=UTC");

    private PostgresProcess() {}

    /** Makes the data folder: UTF-8, the same order on every machine, passwords from the very start. */
    static void init(Path programs, Path data, String password, ServerUser user)
            throws IOException, InterruptedException {
        Path unfinished = data.resolveSibling(data.getFileName() + ".unfinished");
        if (Files.exists(unfinished)) {
            PostgresBinaries.deleteTree(unfinished);
        }
        Files.createDirectories(unfinished);
        Path passwordFile = unfinished.resolveSibling("superuser.init");
        SecretFiles.write(passwordFile, password + "\n");
        user.own(unfinished);
        user.own(passwordFile);
        try {
            run(user.command(List.of(
                    programs.resolve("bin/initdb").toString(),
                    "--pgdata=" + unfinished,
                    "--username=postgres",
                    "--pwfile=" + passwordFile,
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--locale=C",
                    "--locale-provider=builtin",
                    "--builtin-locale=C.UTF-8",
                    "--no-instructions")));
        } finally {
            Files.deleteIfExists(passwordFile);
        }
        Files.move(unfinished, data);
    }

    static Process start(Path programs, Path data, int port, Path log, ServerUser user, List<String> more)
            throws IOException {
        List<String> server = new ArrayList<>(List.of(
                programs.resolve("bin/postgres").toString(), "-D", data.toString(), "-p", Integer.toString(port)));
        List<String> settings = new ArrayList<>(SETTINGS);
        settings.addAll(more);
        for (String setting : settings) {
            server.add("-c");
            server.add(setting);
        }
        List<String> command = new ArrayList<>(Detached.prefix());
        command.addAll(List.of("/bin/sh", "-c", GUARD, "postgres-guard"));
        command.addAll(user.command(server));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("initdb", ".log");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                List<String> lines = Files.readAllLines(output);
                throw new CannotRunException("PostgreSQL could not make its data folder: "
                        + (lines.isEmpty() ? "no reason given" : lines.get(lines.size() - 1)));
            }
        } finally {
            Files.delete(output);
        }
    }
}
