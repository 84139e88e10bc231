package cn.changzhutan.exchange;

import java.util.regex.Pattern;

/**
 * Who a token stands for: a back-office system, a user, or another city.
 *
 * @param name 2 to 64 characters of {@code a-z0-9-}, starting with a letter; unique over all roles
 */
public record Caller(String name, Role role) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{1,63}");

    public Caller {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("caller's name (expected: 2 to 64 characters of a-z, 0-9, -)");
        }
    }

    public static Caller of(SystemName system) {
        return new Caller(system.value(), Role.SYSTEM);
    }

    /** Another city's gateway. */
    public static Caller of(City city) {
        return new Caller(city.name(), Role.PEER);
    }

    /** @throws IllegalStateException if it is no system */
    public SystemName system() {
        if (role != Role.SYSTEM) {
            throw new IllegalStateException("a " + role.text() + " is no system");
        }
        return new SystemName(name);
    }

    /** The city that calls. @throws IllegalStateException if it is no other city */
    public City peer() {
        if (role != Role.PEER) {
            throw new IllegalStateException("a " + role.text() + " is no other city");
        }
        return new City(name);
    }

    @Override
    public String toString() {
        return name;
    }
}
