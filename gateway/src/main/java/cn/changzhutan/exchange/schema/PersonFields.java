package cn.changzhutan.exchange.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Where a schema says that a person's id stands ({@code x-person}), with its type given or in a field beside it. Immutable. */
final class PersonFields {
    /** @param typeField the name of the sibling that holds the id type, or "" where {@code idType} says it */
    private record Place(String[] way, String name, String idType, String typeField) {}

    private final List<Place> places;

    private PersonFields(List<Place> places) {
        this.places = places;
    }

    static PersonFields of(Collection<Field> fields) {
        List<Place> places = new ArrayList<>();
        for (Field field : fields) {
            JsonNode mark = field.node().path("x-person");
            if (!mark.isMissingNode()) {
                String[] segments = field.path().split("/");
                String[] way = Arrays.copyOf(segments, segments.length - 1);
                places.add(new Place(
                        way,
                        segments[segments.length - 1],
                        mark.asText(),
                        mark.path("idType").asText()));
            }
        }
        return new PersonFields(List.copyOf(places));
    }

    List<Person> in(JsonNode record) {
        Set<Person> persons = new LinkedHashSet<>();
        for (Place place : places) {
            walk(record, place, 0, persons);
        }
        return List.copyOf(persons);
    }

    private static void walk(JsonNode node, Place place, int depth, Set<Person> persons) {
        if (node.isArray()) {
            node.forEach(element -> walk(element, place, depth, persons));
        } else if (depth < place.way.length) {
            walk(node.path(place.way[depth]), place, depth + 1, persons);
        } else if (node.path(place.name).isTextual()) {
            String idType = place.typeField.isEmpty()
                    ? place.idType
                    : node.path(place.typeField).asText("OTHER");
            persons.add(Person.of(idType, node.path(place.name).textValue()));
        }
    }
}
