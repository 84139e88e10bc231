package cn.changzhutan.exchange.routes;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.Outcome;
import cn.changzhutan.exchange.RecordType;
import cn.changzhutan.exchange.Refusal;
import cn.changzhutan.exchange.RouteDefinition;
import cn.changzhutan.exchange.SystemName;
import cn.changzhutan.exchange.mapping.MalformedException;
import cn.changzhutan.exchange.mapping.Mapping;
import cn.changzhutan.exchange.settings.RuntimeSettings;
import cn.changzhutan.exchange.settings.Settings;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
        BrokerSettings kafka) {
    private static final Pattern CHARSET =
            Pattern.compile(";\\s*charset\\s*=\\s*\"?([A-Za-z0-9._:+-]+)\"?", Pattern.CASE_INSENSITIVE);

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

    /** From the files that people edit. */
    public static RoutesSettings of(City self, String process, Settings settings, RuntimeSettings runtime) {
        List<RouteDefinition> routes = settings.routes(self);
        List<SystemEndpoint> endpoints = new ArrayList<>();
        runtime.endpoints().forEach((system, endpoint) -> {
            endpoint.push().ifPresent(url -> endpoints.add(new SystemEndpoint.Push(system, url)));
            endpoint.dropOut().ifPresent(folder -> endpoints.add(new SystemEndpoint.DropOut(system, folder)));
            endpoint.dropIn()
                    .ifPresent(folder ->
                            endpoints.add(new SystemEndpoint.DropIn(system, folder, charset(system, settings))));
        });
        return new RoutesSettings(
                self,
                process,
                settings.cities().keySet().stream()
                        .filter(city -> !city.equals(self))
                        .toList(),
                routes,
                endpoints,
                type -> routes.stream()
                        .filter(route -> route.type().equals(type))
                        .map(route -> splitter(settings.mapping(self, type)))
                        .findFirst(),
                runtime.limits().bodyBytes(),
                runtime.limits().batchBytes(),
                runtime.limits().batchLines(),
                BrokerSettings.of(runtime.kafka()));
    }

    private static Splitter splitter(Mapping mapping) {
        return file -> {
            try {
                return Outcome.passed(mapping.split(file));
            } catch (MalformedException e) {
                return Outcome.refused(new Refusal(Refusal.Stage.MAP, e.problems()));
            }
        };
    }

    /** That of the first type which the system sends; UTF-8 for one that sends nothing. */
    private static Charset charset(SystemName system, Settings settings) {
        return settings.cities().keySet().stream()
                .flatMap(city -> settings.routes(city).stream())
                .filter(route -> route.sender().equals(system))
                .map(route ->
                        charset(settings.mapping(route.city(), route.type()).mediaType()))
                .findFirst()
                .orElse(StandardCharsets.UTF_8);
    }

    /** The charset parameter of a media type (RFC 9110 §8.3.1), UTF-8 without one. */
    static Charset charset(String mediaType) {
        Matcher parameter = CHARSET.matcher(mediaType);
        return parameter.find() ? Charset.forName(parameter.group(1)) : StandardCharsets.UTF_8;
    }
}
