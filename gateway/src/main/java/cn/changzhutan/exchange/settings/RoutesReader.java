package cn.changzhutan.exchange.settings;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.RecordType;
import cn.changzhutan.exchange.RouteDefinition;
import cn.changzhutan.exchange.SettingsProblems;
import cn.changzhutan.exchange.SystemName;
import cn.changzhutan.exchange.settings.YamlMap.Located;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the route.yaml of every folder {@code routes/<city>/<kind>/<TYPE>}. Not thread-safe. */
final class RoutesReader {
    /** A route with its file and what the mapping is told of the format. */
    record Defined(RouteDefinition route, JsonNode format, YamlMap map) {}

    private final CitiesReader cities;
    private final Map<RecordType, Set<String>> fieldsOf;
    private final List<Defined> defined = new ArrayList<>();
    private boolean broken;

    RoutesReader(CitiesReader cities, Map<RecordType, Set<String>> fieldsOf) {
        this.cities = cities;
        this.fieldsOf = fieldsOf;
    }

    List<Defined> defined() {
        return defined;
    }

    void read(ConfigFile file, SettingsProblems all) {
        FileProblems problems = new FileProblems(file.path().toString(), all);
        YamlFile.read(file.path(), problems).ifPresent(map -> route(file, map).ifPresent(defined::add));
        broken |= problems.count() > 0 || fieldsOf.isEmpty();
    }

    /** True if a file could not be read whole: then what seems unused may be named there. */
    boolean broken() {
        return broken;
    }

    private Optional<Defined> route(ConfigFile file, YamlMap map) {
        List<String> names = cities.names().stream().map(City::name).toList();
        City city = map.required("city", Form.known("a city of config/cities", names, City::new));
        RecordType type = RecordTypeKeys.read(map, fieldsOf.keySet()).orElse(null);
        checkFolder(file, city, type, map);
        SystemName sender = system("sender", city, map);
        SystemName receiver = system("receiver", city, map);
        List<Located<String>> orderBy = map.list("orderBy", Form.POINTER);
        String revision = map.optional("revision", "", Form.orText("", Form.POINTER));
        String amount = map.optional("amount", "", Form.orText("", Form.POINTER));
        if (type != null) {
            orderBy.forEach(each -> checkPointer("orderBy", each.value(), type, map));
            checkPointer("revision", revision, type, map);
            checkPointer("amount", amount, type, map);
        }
        JsonNode format =
                map.json("format", "one of json, csv, xml with its options").orElse(null);
        if (!map.finish() || type == null) {
            return Optional.empty();
        }
        List<String> pointers = orderBy.stream().map(Located::value).toList();
        RouteDefinition route =
                new RouteDefinition(city, type, file.path().getParent(), sender, receiver, pointers, revision, amount);
        return Optional.of(new Defined(route, format, map));
    }

    private static void checkFolder(ConfigFile file, City city, RecordType type, YamlMap map) {
        if (city != null && type != null && !file.name().equals("routes/" + city + "/" + type + "/route.yaml")) {
            map.problem("city", "found " + city + " for " + type + " (expected: what the folders say)");
        }
    }

    private SystemName system(String key, City city, YamlMap map) {
        if (city == null || !cities.profiles().containsKey(city)) {
            // what is wrong with the city's own file is told there
            return map.required(key, Form.SYSTEM);
        }
        List<String> own = cities.systems().values().stream()
                .map(CitiesReader.Defined::profile)
                .filter(system -> system.city().equals(city))
                .map(system -> system.name().value())
                .toList();
        return map.required(key, Form.known("a system of " + city, own, SystemName::new));
    }

    private void checkPointer(String key, String pointer, RecordType type, YamlMap map) {
        if (pointer == null || pointer.isEmpty()) {
            return; // null: what is wrong with its form was told already
        }
        String field = pointer.substring(1).replace("/*", "");
        Set<String> known = fieldsOf.get(type);
        if (!known.contains(field)) {
            String nearest = NearestName.hint(field, known);
            map.problem(key, "found " + pointer + " (expected: a field of " + type + nearest + ")");
        }
    }
}
