package cn.changzhutan.exchange.pipeline;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.RecordType;
import cn.changzhutan.exchange.RouteDefinition;
import cn.changzhutan.exchange.SystemName;
import cn.changzhutan.exchange.agreement.Agreements;
import cn.changzhutan.exchange.log.SealedContent.Subject;
import cn.changzhutan.exchange.mapping.Mapping;
import cn.changzhutan.exchange.schema.RecordSchema;
import cn.changzhutan.exchange.schema.SchemaCatalog;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the files say about this city's routes: definition, mapping and schema of each record type. Immutable. */
public final class Catalogue {
    /** Hex SHA-256 of nothing: where there is no file to take a digest of. */
    static final String DIGEST_OF_NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private final City self;
    private final Map<RecordType, RouteDefinition> routes = new TreeMap<>();
    private final Map<RecordType, Mapping> mappings;
    private final SchemaCatalog schemas;
    private final Agreements agreements;

    public Catalogue(
            City self,
            Collection<RouteDefinition> routes,
            Map<RecordType, Mapping> mappings,
            SchemaCatalog schemas,
            Agreements agreements) {
        this.self = self;
        routes.forEach(route -> this.routes.put(route.type(), route));
        this.mappings = Map.copyOf(mappings);
        this.schemas = schemas;
        this.agreements = agreements;
    }

    public City self() {
        return self;
    }

    public Optional<RouteDefinition> route(RecordType type) {
        return Optional.ofNullable(routes.get(type));
    }

    public Collection<RouteDefinition> routes() {
        return List.copyOf(routes.values());
    }

    public Optional<Mapping> mapping(RecordType type) {
        return Optional.ofNullable(mappings.get(type));
    }

    Optional<RecordSchema> schema(RecordType type) {
        return schemas.find(type);
    }

    Agreements agreements() {
        return agreements;
    }

    /** Whether a system may submit records of this type. */
    public boolean mayIn(SystemName system, RecordType type) {
        return route(type).filter(route -> route.sender().equals(system)).isPresent();
    }

    /** Every person in a record, as the schema's annotations say. */
    List<Subject> subjects(RecordType type, JsonNode record) {
        return schemas.find(type).orElseThrow().persons(record).stream()
                .map(person -> new Subject(person.idType(), person.id()))
                .toList();
    }
}
