package cn.changzhutan.exchange.settings;

import cn.changzhutan.exchange.RecordType;
import cn.changzhutan.exchange.SettingsProblems;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Two cities that exchange one type of record, whole and right, in a folder of its own: a test breaks one thing and reads the problems. */
final class Workspace {
    static final RecordType PENSION = new RecordType("pension", "PARTICIPATION");
    static final Map<RecordType, Set<String>> FIELDS =
            Map.of(PENSION, Set.of("citizenId", "name", "sex", "revision", "movers/name", "movers/citizenId"));

    static final String CHANGSHA = "config/cities/changsha.yaml";
    static final String ROUTE = "routes/changsha/pension/PARTICIPATION/route.yaml";
    static final String AGREEMENT = "config/agreements/changsha-zhuzhou-pension.yaml";

    private final Path root;

    Workspace(Path root) {
        this.root = root;
        for (String city : List.of("changsha", "zhuzhou")) {
            write("config/cities/" + city + ".yaml", city(city, city.equals("changsha") ? "430100" : "430200"));
            write("routes/" + city + "/pension/PARTICIPATION/route.yaml", route(city));
            write("routes/" + city + "/pension/PARTICIPATION/to-shared.jslt", ".\n");
            write("routes/" + city + "/pension/PARTICIPATION/from-shared.jslt", ".\n");
        }
        write(AGREEMENT, agreement("changsha", "zhuzhou"));
    }

    static String city(String city, String division) {
        return """
                nameEn: %1$s
                nameZh: 城市
                division: %2$s
                origin: %1$s.exchange.example/log
                systems:
                  %1$s-pension:
                    titleEn: Pension
                    titleZh: 养老
                    intake: HTTP
                    delivery: POLL
                """.formatted(city, division);
    }

    static String route(String city) {
        return """
                city: %1$s
                kind: pension
                type: PARTICIPATION
                sender: %1$s-pension
                receiver: %1$s-pension
                orderBy: [/citizenId]
                format:
                  json:
                    fields: [citizenId, name]
                """.formatted(city);
    }

    static String agreement(String provider, String consumer) {
        return """
                provider: %s
                consumer: %s
                kind: pension
                type: PARTICIPATION
                shareClass: CONDITIONAL
                lawfulBasis: STATUTORY_DUTY
                legalReference: 社会保险法第十九条
                validFrom: 2026-01-01
                validUntil: 2028-12-31
                replyWorkingDays: 10
                correctionWorkingDays: 5
                purposes:
                  - PENSION_TRANSFER
                fields:
                  - citizenId
                  - movers/name
                """.formatted(provider, consumer);
    }

    Path path(String name) {
        return root.resolve(name);
    }

    Workspace write(String name, String text) {
        try {
            Files.createDirectories(path(name).getParent());
            Files.writeString(path(name), text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Replaces text that must stand in the file exactly once. */
    Workspace change(String name, String from, String to) {
        try {
            String text = Files.readString(path(name));
            if (text.indexOf(from) < 0 || text.indexOf(from) != text.lastIndexOf(from)) {
                throw new IllegalArgumentException(from + " (expected: once in " + name + ")");
            }
            return write(name, text.replace(from, to));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void delete(String name) {
        try {
            Files.delete(path(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every problem, with file names from config/ and routes/ on. */
    List<String> problems() {
        SettingsProblems problems = new SettingsProblems();
        new SettingsLoader(root.resolve("config"), root.resolve("routes"), FIELDS, problems);
        return problems.lines().stream().map(this::shortened).toList();
    }

    String shortened(String line) {
        return line.replace(root + "/", "");
    }
}
