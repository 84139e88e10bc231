package cn.changzhutan.exchange;

import java.util.regex.Pattern;

/**
 * A back-office system of one city, by the name that config/cities gives it ({@code changsha-pension}). A caller's token is bound
 * to one.
 *
 * @param value 2 to 64 characters of {@code a-z0-9-}, starting with a letter
 */
public record SystemName(String value) implements Comparable<SystemName> {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{1,63}");

    public SystemName {
        if (!NAME.matcher(value).matches()) {
            throw new IllegalArgumentException("system name (expected: 2 to 64 characters of a-z, 0-9, -)");
        }
    }

    @Override
    public int compareTo(SystemName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
