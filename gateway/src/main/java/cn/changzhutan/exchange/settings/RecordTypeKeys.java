package cn.changzhutan.exchange.settings;

import cn.changzhutan.exchange.RecordType;
import java.util.Collection;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The keys {@code kind} and {@code type}, which say what record a file is about. */
final class RecordTypeKeys {
    private RecordTypeKeys() {}

    /**
     * Empty after a problem was added, and also if nothing is released: that is told where the schemas are read, and once is enough.
     *
     * @param released the types that have a schema
     */
    static Optional<RecordType> read(YamlMap map, Collection<RecordType> released) {
        if (released.isEmpty()) {
            map.has("kind");
            map.has("type");
            return Optional.empty();
        }
        TreeSet<String> kinds = released.stream().map(RecordType::kind).collect(Collectors.toCollection(TreeSet::new));
        String kind = map.required("kind", Form.known("a kind with a schema", kinds));
        TreeSet<String> types = released.stream()
                .filter(each -> each.kind().equals(kind))
                .map(RecordType::type)
                .collect(Collectors.toCollection(TreeSet::new));
        if (kind == null) {
            map.has("type");
            return Optional.empty();
        }
        String type = map.required("type", Form.known("a type of " + kind + " with a schema", types));
        return type == null ? Optional.empty() : Optional.of(new RecordType(kind, type));
    }
}
