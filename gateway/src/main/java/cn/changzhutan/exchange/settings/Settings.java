package cn.changzhutan.exchange.settings;

import cn.changzhutan.exchange.Caller;
import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.RecordType;
import cn.changzhutan.exchange.RouteDefinition;
import cn.changzhutan.exchange.SystemName;
import cn.changzhutan.exchange.agreement.Agreements;
import cn.changzhutan.exchange.mapping.Mapping;
import cn.changzhutan.exchange.schema.SchemaCatalog;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** One picture of config/, routes/ and schemas/ in which everything stands together. Immutable, thread-safe. */
public final class Settings {
    private final SortedMap<City, CityProfile> cities;
    private final SortedMap<SystemName, SystemProfile> systems;
    private final SortedMap<String, User> users;
    private final List<RouteDefinition> routes;
    private final Map<RouteDefinition, Mapping> mappings;
    private final SchemaCatalog schemas;
    private final Agreements agreements;
    private final List<HiddenUse> hidden;
    private final SortedMap<String, String> fileDigests;

    Settings(
            SortedMap<City, CityProfile> cities,
            SortedMap<SystemName, SystemProfile> systems,
            SortedMap<String, User> users,
            List<RouteDefinition> routes,
            Map<RouteDefinition, Mapping> mappings,
            SchemaCatalog schemas,
            Agreements agreements,
            List<HiddenUse> hidden,
            SortedMap<String, String> fileDigests) {
        this.cities = cities;
        this.systems = systems;
        this.users = users;
        this.routes = List.copyOf(routes);
        this.mappings = Map.copyOf(mappings);
        this.schemas = schemas;
        this.agreements = agreements;
        this.hidden = hidden;
        this.fileDigests = fileDigests;
    }

    /**
     * Reads the config folder, and schemas/ and routes/ beside it.
     *
     * @throws cn.changzhutan.exchange.SettingsException with every problem of every file
     */
    public static Settings load(Path config) {
        Path folder = config.toAbsolutePath().normalize();
        return load(folder, folder.resolveSibling("schemas"), folder.resolveSibling("routes"));
    }

    /** As {@link #load(Path)}, with the folders that the runtime settings name. */
    public static Settings load(Path config, Path schemas, Path routes) {
        return SettingsLoader.load(asTyped(config), asTyped(schemas), asTyped(routes));
    }

    /** Relative to where the program was started, if it lies below: so that problems name files as one would type them. */
    private static Path asTyped(Path folder) {
        Path here = Path.of("").toAbsolutePath();
        Path absolute = folder.toAbsolutePath().normalize();
        return absolute.startsWith(here) ? here.relativize(absolute) : absolute;
    }

    /** Every city that takes part, by name. */
    public SortedMap<City, CityProfile> cities() {
        return cities;
    }

    /** The systems of all cities, by name. */
    public SortedMap<SystemName, SystemProfile> systems() {
        return systems;
    }

    public Optional<SystemProfile> system(SystemName name) {
        return Optional.ofNullable(systems.get(name));
    }

    /** Who may call a gateway besides systems and other cities, by name. */
    public SortedMap<String, User> users() {
        return users;
    }

    /** All whose tokens can hold at the city's gateway: its systems, users, and every other city. */
    public List<Caller> callers(City gateway) {
        List<Caller> callers = new ArrayList<>();
        systems.values().stream()
                .filter(system -> system.city().equals(gateway))
                .forEach(system -> callers.add(Caller.of(system.name())));
        users.values().stream().filter(user -> user.mayCall(gateway)).forEach(user -> callers.add(user.caller()));
        cities.keySet().stream().filter(city -> !city.equals(gateway)).forEach(city -> callers.add(Caller.of(city)));
        return callers;
    }

    /** The routes of a city, sorted by record type; at most one a type. */
    public List<RouteDefinition> routes(City city) {
        return routes.stream().filter(route -> route.city().equals(city)).toList();
    }

    public Optional<RouteDefinition> route(City city, RecordType type) {
        return routes.stream()
                .filter(route -> route.city().equals(city) && route.type().equals(type))
                .findFirst();
    }

    /** How the city writes the type down. @throws IllegalArgumentException if the city has no route for it */
    public Mapping mapping(City city, RecordType type) {
        return route(city, type)
                .map(mappings::get)
                .orElseThrow(() -> new IllegalArgumentException(city + " has no route for " + type));
    }

    public SchemaCatalog schemas() {
        return schemas;
    }

    public Agreements agreements() {
        return agreements;
    }

    /** What the citizen tracker does not show, because a law says so. */
    public List<HiddenUse> hidden() {
        return hidden;
    }

    /** Every file of config/ and routes/ by name from there on ({@code routes/changsha/...}), with its hex SHA-256. */
    public SortedMap<String, String> fileDigests() {
        return fileDigests;
    }
}
