package cn.changzhutan.exchange.verify;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.SettingsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What was verified of each city's log the last time, in a file that the auditor keeps: {@code city size root}, one a line. What was
 * verified once must stay a part of the log for ever.
 */
final class SeenLogs {
    private static final Pattern LINE = Pattern.compile("([a-z][a-z0-9-]{1,31}) (0|[1-9][0-9]{0,17}) ([0-9a-f]{64})");

    /** @param root 32 bytes */
    @SuppressWarnings("ArrayRecordComponent")
    record Seen(long size, byte[] root) {}

    private final SortedMap<City, Seen> seen;

    private SeenLogs(SortedMap<City, Seen> seen) {
        this.seen = seen;
    }

    static SeenLogs none() {
        return new SeenLogs(new TreeMap<>());
    }

    /** Nothing seen if there is no such file. @throws SettingsException if it is another file */
    static SeenLogs load(Path file) {
        SortedMap<City, Seen> seen = new TreeMap<>();
        try {
            if (Files.exists(file)) {
                for (String line : Files.readAllLines(file)) {
                    Matcher matcher = LINE.matcher(line);
                    if (!matcher.matches()) {
                        throw new SettingsException(
                                List.of(file + ": not a state of verify-log (expected: lines of city, size, root)"));
                    }
                    seen.put(
                            new City(matcher.group(1)),
                            new Seen(
                                    Long.parseLong(matcher.group(2)),
                                    HexFormat.of().parseHex(matcher.group(3))));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new SeenLogs(seen);
    }

    Optional<Seen> of(City city) {
        return Optional.ofNullable(seen.get(city));
    }

    void put(VerifiedLog log) {
        seen.put(log.city(), new Seen(log.size(), log.checkpoint().root()));
    }

    /** Written aside and renamed. */
    void save(Path file) {
        StringBuilder text = new StringBuilder();
        seen.forEach((city, each) -> text.append(city)
                .append(' ')
                .append(each.size())
                .append(' ')
                .append(HexFormat.of().formatHex(each.root()))
                .append('\n'));
        try {
            Path aside = file.resolveSibling(file.getFileName() + ".new");
            Files.write(aside, text.toString().getBytes(StandardCharsets.UTF_8));
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
