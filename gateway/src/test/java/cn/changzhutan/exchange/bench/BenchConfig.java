package cn.changzhutan.exchange.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The project's own configuration, copied, in which every system sends over HTTP and fetches what is for it; or two cities of it. */
final class BenchConfig {
    private BenchConfig() {}

    /** @return the copy's folder of cities and agreements; routes and schemas lie beside it */
    static Path copy(Path project, Path to, int cities) throws IOException {
        for (String folder : List.of("config", "routes", "schemas")) {
            copyTree(project.resolve(folder), to.resolve(folder), cities == 2 ? "xiangtan" : "\0");
        }
        Path config = to.resolve("config");
        if (cities == 2) {
            Path users = config.resolve("users.yaml");
            Files.write(
                    users,
                    Files.readAllLines(users).stream()
                            .filter(line -> !line.contains("xiangtan"))
                            .toList());
        }
        try (Stream<Path> files = Files.list(config.resolve("cities"))) {
            for (Path file : files.toList()) {
                Files.writeString(
                        file,
                        Files.readString(file)
                                .replaceAll("delivery: [A-Z_]+", "delivery: POLL")
                                .replaceAll("intake: [A-Z_]+", "intake: HTTP"));
            }
        }
        return config;
    }

    private static void copyTree(Path from, Path to, String without) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                String name = from.relativize(file).toString();
                if (name.contains(without) || name.startsWith("target") || !Files.isRegularFile(file)) {
                    continue;
                }
                Path target = to.resolve(name);
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
    }
}
