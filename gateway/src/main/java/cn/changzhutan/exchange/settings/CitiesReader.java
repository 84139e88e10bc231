package cn.changzhutan.exchange.settings;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.SettingsProblems;
import cn.changzhutan.exchange.SystemName;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads config/cities: one file a city, named after it, with the city's systems. Not thread-safe. */
final class CitiesReader {
    /** A system with the place where it is defined. */
    record Defined(SystemProfile profile, String file, int line) {}

    private final Map<City, CityProfile> profiles = new TreeMap<>();
    private final Map<SystemName, Defined> systems = new TreeMap<>();
    private final Set<City> names = new TreeSet<>();
    private final Map<String, String> takenBy = new HashMap<>();

    /** One city's profile without the rest of config; null after a problem was added. */
    static CityProfile profile(Path config, String city, SettingsProblems problems) {
        CitiesReader reader = new CitiesReader();
        String name = "config/cities/" + city + ".yaml";
        reader.read(new ConfigFile(config.resolve("cities").resolve(city + ".yaml"), name), problems);
        return reader.profiles.values().stream().findFirst().orElse(null);
    }

    void read(ConfigFile file, SettingsProblems all) {
        FileProblems problems = new FileProblems(file.path().toString(), all);
        if (!Form.CITY.takes(file.stem())) {
            problems.add(0, "found " + file.stem() + " as a name (expected: " + Form.CITY.expected() + ")");
            return;
        }
        City city = new City(file.stem());
        names.add(city);
        YamlFile.read(file.path(), problems).ifPresent(top -> city(city, top, problems));
    }

    private void city(City city, YamlMap top, FileProblems problems) {
        String nameEn = top.required("nameEn", Form.text(60));
        String nameZh = top.required("nameZh", Form.text(30));
        String division = top.required("division", Form.DIVISION);
        String origin = top.required("origin", Form.ORIGIN);
        unique(top, "division", division, problems);
        unique(top, "origin", origin, problems);
        top.map("systems").ifPresent(map -> {
            if (map.keys().isEmpty()) {
                top.problem("systems", "found none (expected: at least one)");
            }
            map.keys().forEach(name -> system(city, name, map, problems));
        });
        if (top.finish()) {
            profiles.put(city, new CityProfile(city, nameEn, nameZh, division, origin));
        }
    }

    private void system(City city, String name, YamlMap map, FileProblems problems) {
        Optional<YamlMap> found = map.map(name);
        if (!Form.SYSTEM.takes(name)) {
            map.problem(name, "found as a name (expected: " + Form.SYSTEM.expected() + ")");
            return;
        }
        unique(map, name, name, problems);
        found.ifPresent(one -> {
            String titleEn = one.required("titleEn", Form.text(80));
            String titleZh = one.required("titleZh", Form.text(40));
            Intake intake = one.required("intake", Form.oneOf(Intake.class));
            DeliveryMode delivery = one.required("delivery", Form.oneOf(DeliveryMode.class));
            if (one.finish()) {
                SystemName system = new SystemName(name);
                SystemProfile profile = new SystemProfile(system, city, titleEn, titleZh, intake, delivery);
                systems.putIfAbsent(system, new Defined(profile, problems.file(), map.line(name)));
            }
        });
    }

    private void unique(YamlMap map, String key, String value, FileProblems problems) {
        if (value != null) {
            String here = problems.file() + ":" + map.line(key);
            String first = takenBy.putIfAbsent(value, here);
            if (first != null && !first.equals(here)) {
                map.problem(key, "found " + value + ", taken at " + first + " (expected: another)");
            }
        }
    }

    Map<City, CityProfile> profiles() {
        return profiles;
    }

    Map<SystemName, Defined> systems() {
        return systems;
    }

    /** Cities that have a file, be it whole or not: so that one bad file does not make every mention of its city a problem. */
    Set<City> names() {
        return names;
    }
}
