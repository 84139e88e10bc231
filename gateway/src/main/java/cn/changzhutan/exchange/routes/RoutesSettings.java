package cn.changzhutan.exchange.routes;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.RecordType;
import cn.changzhutan.exchange.RouteDefinition;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the connectors of one process need to know.
 *
 * @param self the city whose gateway this is
 * @param process name of this process: unique among the processes of the city, the same after a restart
 * @param others the other cities
 * @param routes the route folders of the own city
 * @param endpoints where the own city's systems are; systems that poll have none
 * @param splitters cuts the own city's files of a type; empty if it has no route for the type
 * @param recordBytes the longest native record taken from a file, in bytes
 * @param dropBytes the longest file taken from a drop folder, in bytes
 * @param dropRows the most rows of such a file
 * @param waiting submissions of the own city that may be under way to the log at once
 */
public record RoutesSettings(
        City self,
        String process,
        List<City> others,
        List<RouteDefinition> routes,
        List<SystemEndpoint> endpoints,
        Function<RecordType, Optional<Splitter>> splitters,
        long recordBytes,
        long dropBytes,
        int dropRows,
        int waiting,
        BrokerSettings kafka) {
    public RoutesSettings {
        others = List.copyOf(others);
        routes = List.copyOf(routes);
        endpoints = List.copyOf(endpoints);
        if (!process.matches("[A-Za-z0-9._-]{1,64}")) {
            throw new IllegalArgumentException("process name (expected: 1 to 64 characters of A-Z, a-z, 0-9, . _ -)");
        }
        if (others.contains(self)) {
            throw new IllegalArgumentException("routes: " + self + " is among the other cities");
        }
        for (RouteDefinition route : routes) {
            if (!route.city().equals(self)) {
                throw new IllegalArgumentException("route " + route.id() + " (expected: a route of " + self + ")");
            }
        }
    }
}
