package cn.changzhutan.exchange.local;

import cn.changzhutan.exchange.Outcome;
import cn.changzhutan.exchange.RouteDefinition;
import cn.changzhutan.exchange.mapping.MalformedException;
import cn.changzhutan.exchange.mapping.Mapping;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which samples are older versions of a thing of which there is a newer sample as well. On data that an earlier run has left, they
 * come back as superseded: a removal wins over a listing that is late.
 */
final class Revisions {
    private record Revision(String thing, long number) {}

    private final RouteDefinition route;
    private final Mapping mapping;
    private final Map<String, Long> newest = new HashMap<>();

    Revisions(RouteDefinition route, Mapping mapping) {
        this.route = route;
        this.mapping = mapping;
    }

    void add(byte[] content) {
        of(content).ifPresent(revision -> newest.merge(revision.thing(), revision.number(), Long::max));
    }

    /** Of those that were added. */
    boolean hasNewer(byte[] content) {
        return of(content)
                .filter(revision -> newest.get(revision.thing()) > revision.number())
                .isPresent();
    }

    private Optional<Revision> of(byte[] content) {
        if (route.revision().isEmpty()) {
            return Optional.empty();
        }
        try {
            return mapping.toShared(mapping.split(content).get(0)) instanceof Outcome.Passed<JsonNode> shared
                    ? Optional.of(of(shared.value()))
                    : Optional.empty();
        } catch (MalformedException e) {
            return Optional.empty(); // the gateway will say so
        }
    }

    private Revision of(JsonNode shared) {
        StringBuilder thing = new StringBuilder();
        route.orderBy().forEach(pointer -> thing.append(shared.at(pointer)).append('\n'));
        return new Revision(thing.toString(), shared.at(route.revision()).asLong());
    }
}
