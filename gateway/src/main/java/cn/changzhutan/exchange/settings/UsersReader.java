package cn.changzhutan.exchange.settings;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.Role;
import cn.changzhutan.exchange.SettingsProblems;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads config/users.yaml: who may call a gateway besides systems and other cities. Not thread-safe. */
final class UsersReader {
    private static final List<String> ROLES = Arrays.stream(Role.values())
            .filter(Role::isOfPeople)
            .map(Role::text)
            .toList();
    private static final Form<Role> ROLE =
            Form.known("a role", ROLES, text -> Role.valueOf(text.toUpperCase(Locale.ROOT)));
    private static final Form<String> NAME =
            Form.pattern("a user: 2 to 64 characters of a-z, 0-9, -", "[a-z][a-z0-9-]{1,63}");

    private final CitiesReader cities;
    private final SortedMap<String, User> users = new TreeMap<>();

    UsersReader(CitiesReader cities) {
        this.cities = cities;
    }

    void read(ConfigFile file, SettingsProblems all) {
        FileProblems problems = new FileProblems(file.path().toString(), all);
        YamlFile.read(file.path(), problems).ifPresent(top -> {
            top.map("users").ifPresent(map -> map.keys().forEach(name -> user(name, map)));
            top.finish();
        });
    }

    private void user(String name, YamlMap map) {
        Optional<YamlMap> found = map.map(name);
        if (!NAME.takes(name)) {
            map.problem(name, "found as a name (expected: " + NAME.expected() + ")");
            return;
        }
        List<String> known = cities.names().stream().map(City::name).toList();
        boolean system =
                cities.systems().keySet().stream().anyMatch(each -> each.value().equals(name));
        if (system || known.contains(name)) {
            map.problem(name, "found the name of a " + (system ? "system" : "city") + " (expected: another name)");
        }
        found.ifPresent(one -> {
            Role role = one.required("role", ROLE);
            City city = one.optional("city", null, Form.known("a city of config/cities", known, City::new));
            if (one.finish()) {
                users.put(name, new User(name, role, Optional.ofNullable(city)));
            }
        });
    }

    /** By name. */
    SortedMap<String, User> users() {
        return users;
    }
}
