package cn.changzhutan.exchange.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Who runs PostgreSQL, which refuses to run as root: this process' own user; or, where that is root, root in a user namespace in
 * which it is nobody; or, where the system has no user namespaces, the user nobody, to whom the data then belongs.
 */
final class ServerUser {
    private static final String NOBODY = "65534";

    private final List<String> prefix;
    private final boolean owner;

    private ServerUser(List<String> prefix, boolean owner) {
        this.prefix = prefix;
        this.owner = owner;
    }

    /** @throws CannotRunException if this process is root and the system offers no way to run as someone else */
    static ServerUser find(Path data) throws IOException, InterruptedException {
        if (!isRoot()) {
            return new ServerUser(List.of(), false);
        }
        if (ownedByNobody(data)) { // as an earlier start left it
            return asNobody(data);
        }
        List<String> namespace = List.of("unshare", "-U");
        if (works(namespace, "true")) {
            return new ServerUser(namespace, false);
        }
        return asNobody(data);
    }

    private static ServerUser asNobody(Path data) throws IOException, InterruptedException {
        List<String> nobody = List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups");
        if (!works(nobody, "test", "-x", data.getParent().toString())) {
            throw new CannotRunException(
                    "PostgreSQL does not run as root, and neither a user namespace nor the user nobody can run it on "
                            + data
                            + ": start as an ordinary user, or with --data in a folder that every user may enter.");
        }
        return new ServerUser(nobody, true);
    }

    /** The command line that runs this command as the server's user. */
    List<String> command(List<String> command) {
        List<String> whole = new ArrayList<>(prefix);
        whole.addAll(command);
        return whole;
    }

    /** Gives a file or a whole folder to the server's user, where that is another than ours. */
    void own(Path root) throws IOException {
        if (!owner) {
            return;
        }
        List<Path> all;
        try (Stream<Path> walk = Files.walk(root)) {
            all = walk.toList();
        }
        for (Path path : all) {
            Files.setAttribute(path, "unix:uid", Integer.parseInt(NOBODY));
            Files.setAttribute(path, "unix:gid", Integer.parseInt(NOBODY));
        }
    }

    private static boolean isRoot() throws IOException {
        Path self = Path.of("/proc/self");
        return Files.exists(self)
                ? Integer.valueOf(0).equals(Files.getAttribute(self, "unix:uid"))
                : "root".equals(System.getProperty("user.name"));
    }

    private static boolean ownedByNobody(Path data) throws IOException {
        return Files.exists(data) && Integer.valueOf(NOBODY).equals(Files.getAttribute(data, "unix:uid"));
    }

    private static boolean works(List<String> prefix, String... command) throws InterruptedException {
        List<String> whole = new ArrayList<>(prefix);
        whole.addAll(List.of(command));
        try {
            Process process = new ProcessBuilder(whole)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(5, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false; // the program is not installed
        }
    }
}
