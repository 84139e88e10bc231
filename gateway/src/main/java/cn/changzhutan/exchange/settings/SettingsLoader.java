package cn.changzhutan.exchange.settings;

import cn.changzhutan.exchange.RecordType;
import cn.changzhutan.exchange.RouteDefinition;
import cn.changzhutan.exchange.SettingsProblems;
import cn.changzhutan.exchange.SystemName;
import cn.changzhutan.exchange.agreement.Agreement;
import cn.changzhutan.exchange.agreement.Agreements;
import cn.changzhutan.exchange.mapping.Mapping;
import cn.changzhutan.exchange.schema.CodeTables;
import cn.changzhutan.exchange.schema.SchemaCatalog;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads everything in the order in which one file names things of another, collects all problems, and only then stops. */
final class SettingsLoader {
    private final SettingsProblems problems;
    private final List<ConfigFile> config;
    private final List<ConfigFile> routeFiles;
    private final CitiesReader cities;
    private final RoutesReader routes;
    private final AgreementsReader agreements;
    private final UsersReader users;
    private List<HiddenUse> hidden = List.of();

    /** @param fieldsOf the fields of every released type */
    SettingsLoader(Path config, Path routes, Map<RecordType, Set<String>> fieldsOf, SettingsProblems problems) {
        this.problems = problems;
        this.config = EditedFiles.in(config, "config", problems);
        this.routeFiles = EditedFiles.in(routes, "routes", problems);
        this.cities = new CitiesReader();
        matching(this.config, "config/cities/[^/]+\\.yaml").forEach(file -> cities.read(file, problems));
        this.users = new UsersReader(cities);
        matching(this.config, "config/users\\.yaml").forEach(file -> users.read(file, problems));
        this.routes = new RoutesReader(cities, fieldsOf);
        this.agreements = new AgreementsReader(cities.names(), fieldsOf);
        readOthers();
    }

    static Settings load(Path config, Path schemas, Path routes) {
        SettingsProblems problems = new SettingsProblems();
        SchemaCatalog catalog = SchemaCatalog.load(schemas, problems);
        SettingsLoader loader = new SettingsLoader(config, routes, fields(catalog), problems);
        Map<RouteDefinition, Mapping> mappings = loader.mappings(catalog.codes());
        UnusedCodes.check(catalog.codes().names(), schemas, routes, problems);
        problems.throwIfAny();
        return loader.settings(catalog, mappings);
    }

    private static Map<RecordType, Set<String>> fields(SchemaCatalog catalog) {
        Map<RecordType, Set<String>> fields = new TreeMap<>();
        catalog.types()
                .forEach(type ->
                        fields.put(type, catalog.find(type).orElseThrow().fields()));
        return fields;
    }

    private void readOthers() {
        matching(routeFiles, "routes/[^/]+/[^/]+/[^/]+/route\\.yaml").forEach(file -> routes.read(file, problems));
        matching(config, "config/agreements/[^/]+\\.yaml").forEach(file -> agreements.read(file, problems));
        PortalReader portal = new PortalReader(agreements.defined().stream()
                .map(AgreementsReader.Defined::agreement)
                .toList());
        matching(config, "config/portal\\.yaml").forEach(file -> portal.read(file, problems));
        hidden = portal.hidden();
        agreements.checkTogether();
        new CrossChecks(cities, routes, agreements).check(problems);
        Strays.check(config, routeFiles, problems);
    }

    private Map<RouteDefinition, Mapping> mappings(CodeTables codes) {
        Map<RouteDefinition, Mapping> mappings = new HashMap<>();
        for (RoutesReader.Defined each : routes.defined()) {
            SettingsProblems found = new SettingsProblems();
            mappings.put(each.route(), Mapping.load(each.route().folder(), each.format(), codes, found));
            String routeFile = each.route().folder().resolve("route.yaml").toString();
            for (SettingsProblems.Entry entry : found.entries()) {
                // of route.yaml, the mapping knows the format block only, and not its lines
                boolean ofFormat = entry.line() == 0 && entry.file().equals(routeFile);
                problems.add(entry.file(), ofFormat ? each.map().line("format") : entry.line(), entry.what());
            }
        }
        return mappings;
    }

    private Settings settings(SchemaCatalog catalog, Map<RouteDefinition, Mapping> mappings) {
        List<ConfigFile> files = new ArrayList<>(config);
        files.addAll(routeFiles);
        List<RouteDefinition> definitions = routes.defined().stream()
                .map(RoutesReader.Defined::route)
                .sorted(Comparator.comparing(RouteDefinition::city).thenComparing(RouteDefinition::type))
                .toList();
        List<Agreement> agreed = agreements.defined().stream()
                .map(AgreementsReader.Defined::agreement)
                .toList();
        return new Settings(
                Collections.unmodifiableSortedMap(new TreeMap<>(cities.profiles())),
                profiles(cities),
                Collections.unmodifiableSortedMap(new TreeMap<>(users.users())),
                definitions,
                mappings,
                catalog,
                new Agreements(agreed),
                hidden,
                Collections.unmodifiableSortedMap(EditedFiles.digests(files)));
    }

    private static List<ConfigFile> matching(List<ConfigFile> files, String name) {
        return files.stream().filter(file -> file.name().matches(name)).toList();
    }

    private static SortedMap<SystemName, SystemProfile> profiles(CitiesReader cities) {
        SortedMap<SystemName, SystemProfile> profiles = new TreeMap<>();
        cities.systems().forEach((name, system) -> profiles.put(name, system.profile()));
        return Collections.unmodifiableSortedMap(profiles);
    }
}
