package cn.changzhutan.exchange.api;

import cn.changzhutan.exchange.City;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the HTTP side knows of its own gateway.
 *
 * @param city the city whose gateway this is
 * @param others the cities that a record can be sent to
 */
public record ApiSettings(City city, Set<City> others, ApiLimits limits) {
    public ApiSettings {
        if (others.contains(city)) {
            throw new IllegalArgumentException("destinations (expected: other cities than " + city + ")");
        }
        others = java.util.Collections.unmodifiableSet(new TreeSet<>(others));
    }
}
