package cn.changzhutan.exchange.api;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The one spelling of a tile's address below {@code /log/tile/} (C2SP tlog-tiles): level or {@code entries}, the index in groups of
 * three digits, all but the last behind an x, and {@code .p/} with the width of a partial tile.
 *
 * @param level 0 to 63; {@link #ENTRIES} for entry bundles
 * @param index from 0
 * @param width 1 to 256
 */
record TilePath(int level, long index, int width) {
    static final int ENTRIES = -1;
    private static final int FULL = 256;
    /** 2^63 leaves make 2^55 tiles of level 0: 17 digits, in 6 groups. */
    private static final Pattern PATH = Pattern.compile(
            "(entries|0|[1-9]|[1-5][0-9]|6[0-3])/((?:x[0-9]{3}/){0,5})([0-9]{3})(?:\\.p/([1-9][0-9]{0,2}))?");

    /** Empty for every other spelling. @param path without {@code /log/tile/} */
    static Optional<TilePath> parse(String path) {
        Matcher matcher = PATH.matcher(path);
        if (!matcher.matches() || matcher.group(2).startsWith("x000/")) {
            return Optional.empty();
        }
        int width = matcher.group(4) == null ? FULL : Integer.parseInt(matcher.group(4));
        if (matcher.group(4) != null && width >= FULL) {
            return Optional.empty();
        }
        String digits = matcher.group(2).replaceAll("[x/]", "") + matcher.group(3);
        int level = matcher.group(1).equals("entries") ? ENTRIES : Integer.parseInt(matcher.group(1));
        return Optional.of(new TilePath(level, Long.parseLong(digits), width));
    }

    boolean isEntries() {
        return level == ENTRIES;
    }
}
