package cn.changzhutan.exchange.settings;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.SettingsException;
import cn.changzhutan.exchange.SettingsProblems;
import cn.changzhutan.exchange.settings.RuntimeSettings.Endpoint;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether a gateway's endpoints are what its systems need: no more, no less. */
public final class EndpointChecks {
    private EndpointChecks() {}

    /** What a gateway of the city calls before it starts. @throws SettingsException with every problem */
    public static void require(RuntimeSettings runtime, Settings settings, City city) {
        List<String> problems = check(runtime, settings, city.name());
        if (!problems.isEmpty()) {
            throw new SettingsException(problems);
        }
    }

    /** @param city the gateway's own, or null if it is not known: then no endpoint is missed */
    static List<String> check(RuntimeSettings runtime, Settings settings, String city) {
        SettingsProblems problems = new SettingsProblems();
        String file = runtime.file().toString();
        if (city != null
                && settings.cities().keySet().stream()
                        .noneMatch(each -> each.name().equals(city))) {
            List<String> known =
                    settings.cities().keySet().stream().map(City::name).toList();
            problems.add(file, 0, "city: found " + city + " (expected: one of " + String.join(", ", known) + ")");
            return problems.lines();
        }
        for (SystemProfile system : settings.systems().values()) {
            Endpoint endpoint = runtime.endpoints().get(system.name());
            boolean own = city == null || system.city().name().equals(city);
            if (!own && endpoint != null) {
                problems.add(
                        file,
                        0,
                        "endpoints." + system.name() + ": a system of " + system.city() + " (expected: systems of "
                                + city + ")");
            } else if (endpoint != null || city != null && own) {
                compare(system, Optional.ofNullable(endpoint), file, problems);
            }
        }
        List<String> known =
                settings.systems().keySet().stream().map(Object::toString).toList();
        runtime.endpoints().keySet().stream()
                .filter(name -> settings.system(name).isEmpty())
                .forEach(name -> problems.add(
                        file,
                        0,
                        "endpoints." + name + ": unknown system (expected: one of config/cities"
                                + NearestName.hint(name.value(), known) + ")"));
        return problems.lines();
    }

    private static void compare(
            SystemProfile system, Optional<Endpoint> endpoint, String file, SettingsProblems problems) {
        Map<String, Boolean> needed = Map.of(
                "push", system.delivery() == DeliveryMode.HTTP_PUSH,
                "dropIn", system.intake() == Intake.FILE_DROP,
                "dropOut", system.delivery() == DeliveryMode.FILE_DROP);
        Map<String, Boolean> given = Map.of(
                "push", endpoint.flatMap(Endpoint::push).isPresent(),
                "dropIn", endpoint.flatMap(Endpoint::dropIn).isPresent(),
                "dropOut", endpoint.flatMap(Endpoint::dropOut).isPresent());
        for (String key : List.of("push", "dropIn", "dropOut")) {
            String what = "endpoints." + system.name() + "." + key;
            String because = "the system's intake is " + system.intake() + " and its delivery " + system.delivery();
            if (needed.get(key) && !given.get(key)) {
                problems.add(file, 0, what + ": missing (expected, because " + because + ")");
            } else if (!needed.get(key) && given.get(key)) {
                problems.add(file, 0, what + ": not used (expected: none, because " + because + ")");
            }
        }
    }
}
