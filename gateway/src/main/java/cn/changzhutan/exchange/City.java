package cn.changzhutan.exchange;

import java.util.regex.Pattern;

/**
 * A city that takes part in the exchange, by the short name that files, topics and URLs use ({@code changsha}).
 *
 * @param name 2 to 32 characters of {@code a-z0-9-}, starting with a letter
 */
public record City(String name) implements Comparable<City> {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{1,31}");

    public City {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("city name (expected: 2 to 32 characters of a-z, 0-9, -)");
        }
    }

    @Override
    public int compareTo(City other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
