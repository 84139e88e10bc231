package cn.changzhutan.exchange.api;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.RecordType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The query of a call that sends: what, and where to.
 *
 * @param to in the order of the call
 */
record Destinations(RecordType type, List<City> to) {
    static final Set<String> PARAMETERS = Set.of("kind", "type", "to");

    static Destinations of(QueryParameters query, ApiSettings settings) {
        return new Destinations(
                type(query.required("kind"), query.required("type")), cities(query.required("to"), settings));
    }

    private static RecordType type(String kind, String type) {
        try {
            return new RecordType(kind, type);
        } catch (IllegalArgumentException e) {
            throw QueryParameters.invalid("kind, type", "names from the schemas", "数据模式中的名称");
        }
    }

    private static List<City> cities(String text, ApiSettings settings) {
        List<City> cities = new ArrayList<>();
        for (String name : text.split(",", -1)) {
            City city = settings.others().stream()
                    .filter(other -> other.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> unknown(settings));
            if (cities.contains(city)) {
                throw QueryParameters.invalid("to", "each city once", "每个城市只写一次");
            }
            cities.add(city);
        }
        return cities;
    }

    private static ApiProblem unknown(ApiSettings settings) {
        String known =
                String.join(", ", settings.others().stream().map(City::name).toList());
        return QueryParameters.invalid("to", "one or more of " + known + ", with commas", known + ", 多个以逗号分隔");
    }
}
