package cn.changzhutan.exchange.schema;

import cn.changzhutan.exchange.Problem;
import cn.changzhutan.exchange.RecordType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a record of one type in one version must be: its JSON Schema (2020-12) with code tables and check digits, and its cross-field
 * rules. Compiled once; immutable and thread-safe.
 */
public final class RecordSchema {
    private final RecordType type;
    private final String version;
    private final String digest;
    private final ObjectNode tree;
    private final Schema schema;
    private final Map<String, Field> fields;
    private final List<Rule> rules;
    private final PersonFields persons;
    private final Checks checks;
    private final Map<Set<String>, RecordSchema> projections = new ConcurrentHashMap<>();

    RecordSchema(RecordType type, String version, String digest, ObjectNode tree, List<Rule> rules, Checks checks) {
        this.type = type;
        this.version = version;
        this.digest = digest;
        this.tree = tree;
        this.rules = List.copyOf(rules);
        this.checks = checks;
        this.schema = checks.compile(tree);
        this.fields = Field.of(tree);
        this.persons = PersonFields.of(fields.values());
    }

    public RecordType type() {
        return type;
    }

    /** {@code v1}. */
    public String version() {
        return version;
    }

    /** Hex SHA-256 over the schema's and the rules' files; a projection has the digest of the whole. */
    public String digest() {
        return digest;
    }

    /**
     * Everything that is wrong with a record, sorted by pointer and code; empty if nothing is. Cross-field rules are silent about
     * fields that are wrong by themselves. No problem holds a value of the record.
     *
     * @param today the day in Asia/Shanghai after which dates lie in the future
     */
    public List<Problem> validate(JsonNode record, LocalDate today) {
        List<Problem> problems = new ArrayList<>();
        Checks.errors(schema, record, today).forEach(error -> problems.add(Findings.problem(error, tree)));
        if (record.isObject()) {
            List<Problem> found = new ArrayList<>();
            Map<String, JsonNode> variables = Rule.variables(today);
            rules.forEach(rule -> rule.check(record, variables, problems, found));
            problems.addAll(found);
        }
        return problems.isEmpty()
                ? List.of()
                : problems.stream()
                        .distinct()
                        .sorted(Comparator.comparing(Problem::pointer).thenComparing(Problem::code))
                        .toList();
    }

    /**
     * The same schema cut to some fields: others are unknown, required and rules hold as far as all that they read is left. Compiled
     * once for each set and kept, so call it freely with the sets of agreements, not with sets from outside.
     *
     * @param wanted paths as {@link #fields} gives them, at least one
     * @throws IllegalArgumentException if a path is not a field of this schema
     */
    public RecordSchema projectedTo(Set<String> wanted) {
        RecordSchema known = projections.get(wanted);
        return known != null ? known : projections.computeIfAbsent(Set.copyOf(wanted), this::cut);
    }

    /** Paths of all leaves, names joined by {@code /}, arrays transparent: {@code name}, {@code movers/name}. */
    public Set<String> fields() {
        return Collections.unmodifiableSet(fields.keySet());
    }

    /** @throws IllegalArgumentException if it is not a field of this schema */
    public PrivacyClass privacyOf(String field) {
        return require(field).privacy();
    }

    /** Every citizen who stands in a valid record, normalised, each once, in the order of the schema's fields. */
    public List<Person> persons(JsonNode record) {
        return persons.in(record);
    }

    private RecordSchema cut(Set<String> wanted) {
        if (wanted.isEmpty()) {
            throw new IllegalArgumentException(type + ": a projection to no field");
        }
        wanted.forEach(this::require);
        List<Rule> left = rules.stream().filter(rule -> canRun(rule, wanted)).toList();
        return new RecordSchema(type, version, digest, Projection.cut(tree, wanted), left, checks);
    }

    /** A rule may point at an array as a whole: then what it reads inside decides. */
    private boolean canRun(Rule rule, Set<String> wanted) {
        return rule.reads().stream().allMatch(path -> wanted.contains(path) || !fields.containsKey(path));
    }

    private Field require(String field) {
        Field found = fields.get(field);
        if (found == null) {
            throw new IllegalArgumentException(type + ": field " + field + " (expected: a field of its schema)");
        }
        return found;
    }

    @Override
    public String toString() {
        return "RecordSchema[" + type + " " + version + ", " + fields.size() + " fields]";
    }
}
