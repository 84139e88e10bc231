package cn.changzhutan.exchange.settings;

import cn.changzhutan.exchange.City;
import java.util.stream.Collectors;

/** What the files hold, in a few lines. */
final class Summary {
    private Summary() {}

    static String of(Settings settings) {
        int routes = settings.cities().keySet().stream()
                .mapToInt(city -> settings.routes(city).size())
                .sum();
        String cities = settings.cities().keySet().stream().map(City::name).collect(Collectors.joining(", "));
        return "No problems: "
                + settings.cities().size() + " cities (" + cities + "), "
                + settings.systems().size() + " systems, "
                + settings.users().size() + " users, "
                + routes + " routes, "
                + settings.agreements().all().size() + " agreements, "
                + settings.schemas().types().size() + " record types.";
    }
}
