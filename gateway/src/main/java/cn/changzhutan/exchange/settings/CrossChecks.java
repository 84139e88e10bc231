package cn.changzhutan.exchange.settings;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.RecordType;
import cn.changzhutan.exchange.SettingsProblems;
import cn.changzhutan.exchange.SystemName;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What must hold between the files: nothing that is named is missing, nothing that is defined is unused. */
final class CrossChecks {
    private record Lane(City city, RecordType type) {}

    private final CitiesReader cities;
    private final RoutesReader routesRead;
    private final AgreementsReader agreementsRead;
    private final List<RoutesReader.Defined> routes;
    private final List<AgreementsReader.Defined> agreements;

    CrossChecks(CitiesReader cities, RoutesReader routes, AgreementsReader agreements) {
        this.cities = cities;
        this.routesRead = routes;
        this.agreementsRead = agreements;
        this.routes = routes.defined();
        this.agreements = agreements.defined();
    }

    /** A broken file is told of by itself; what others miss because of it would only hide that. */
    void check(SettingsProblems problems) {
        if (!routesRead.broken()) {
            systemsHaveRoutes(problems);
            agreementsHaveRoutes();
        }
        if (!agreementsRead.broken()) {
            routesHaveAgreements();
        }
    }

    private void systemsHaveRoutes(SettingsProblems problems) {
        Set<SystemName> used = new HashSet<>();
        routes.forEach(each -> {
            used.add(each.route().sender());
            used.add(each.route().receiver());
        });
        cities.systems().values().stream()
                .filter(system -> !used.contains(system.profile().name()))
                .forEach(system -> problems.add(
                        system.file(),
                        system.line(),
                        "systems." + system.profile().name()
                                + ": defined but unused (expected: a route that names it as sender or receiver)"));
    }

    private void agreementsHaveRoutes() {
        Set<Lane> lanes = new HashSet<>();
        routes.forEach(
                each -> lanes.add(new Lane(each.route().city(), each.route().type())));
        for (AgreementsReader.Defined each : agreements) {
            Map<String, City> parties = new HashMap<>();
            parties.put("provider", each.agreement().provider());
            parties.put("consumer", each.agreement().consumer());
            parties.forEach((key, city) -> {
                RecordType type = each.agreement().type();
                if (!lanes.contains(new Lane(city, type))) {
                    each.map()
                            .problem(
                                    key,
                                    "found " + city + ", which has no route for " + type + " (expected: routes/" + city
                                            + "/" + type + "/route.yaml)");
                }
            });
        }
    }

    private void routesHaveAgreements() {
        Set<Lane> lanes = new HashSet<>();
        agreements.forEach(each -> {
            lanes.add(new Lane(each.agreement().provider(), each.agreement().type()));
            lanes.add(new Lane(each.agreement().consumer(), each.agreement().type()));
        });
        for (RoutesReader.Defined each : routes) {
            if (!lanes.contains(new Lane(each.route().city(), each.route().type()))) {
                each.map()
                        .problem(
                                "city",
                                "found " + each.route().city() + ", whose "
                                        + each.route().type()
                                        + " no agreement names (expected: an agreement, or no route)");
            }
        }
    }
}
