package cn.changzhutan.exchange.routes;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.model.RouteTemplateDefinition;

/**
 * A route template and the parameters that it takes. Camel accepts unknown parameters in silence and writes values into URIs as they
 * are, so both are checked here.
 *
 * @param parameters name to the pattern that its value must match as a whole
 */
record Template(String id, Map<String, Pattern> parameters) {
    Template {
        parameters = Map.copyOf(parameters);
    }

    /** Declares the template in a builder's {@code configure()}. */
    RouteTemplateDefinition declare(RouteBuilder builder) {
        RouteTemplateDefinition definition = builder.routeTemplate(id);
        new TreeMap<>(parameters).keySet().forEach(definition::templateParameter);
        return definition;
    }

    /**
     * Adds one route made from this template.
     *
     * @throws IllegalArgumentException naming the route and the parameter that is unknown, missing or malformed; never its value
     */
    void instantiate(CamelContext context, String routeId, Map<String, String> values) {
        for (String name : values.keySet()) {
            if (!parameters.containsKey(name)) {
                throw new IllegalArgumentException("route " + routeId + ": unknown parameter " + name + " (expected: "
                        + new TreeMap<>(parameters).keySet() + ")");
            }
        }
        TemplatedRouteBuilder route = TemplatedRouteBuilder.builder(context, id).routeId(routeId);
        parameters.forEach((name, pattern) -> {
            String value = values.get(name);
            if (value == null || !pattern.matcher(value).matches()) {
                throw new IllegalArgumentException(
                        "route " + routeId + ": parameter " + name + " (expected: a value like " + pattern + ")");
            }
            route.parameter(name, value);
        });
        route.add();
    }
}
