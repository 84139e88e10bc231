package cn.changzhutan.exchange.schema;

import cn.changzhutan.exchange.RecordType;
import cn.changzhutan.exchange.SettingsProblems;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.SchemaException;
import com.schibsted.spt.data.jslt.Function;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * All released schemas and code tables, read from a folder: {@code <kind>/<TYPE>/v<N>.schema.json} with {@code v<N>.rules.yaml} beside
 * it, and {@code codes/}. A new kind or type is a new folder. Immutable, thread-safe.
 */
public final class SchemaCatalog {
    private static final Pattern KIND = Pattern.compile("[a-z][a-z0-9-]{1,31}");
    private static final Pattern TYPE = Pattern.compile("[A-Z][A-Z0-9_]{1,47}");
    private static final Pattern FILE = Pattern.compile("v([1-9][0-9]{0,3})\\.schema\\.json");

    private final CodeTables codes;
    private final Map<RecordType, NavigableMap<Integer, RecordSchema>> schemas;

    private SchemaCatalog(CodeTables codes, Map<RecordType, NavigableMap<Integer, RecordSchema>> schemas) {
        this.codes = codes;
        this.schemas = schemas;
    }

    /** Faults of files go to {@code problems}; a schema that has some is left out. */
    public static SchemaCatalog load(Path folder, SettingsProblems problems) {
        if (!Files.isDirectory(folder)) {
            problems.add(folder.toString(), 0, "no such folder (expected: the schemas)");
        }
        CodeTables codes = CodeTables.load(folder.resolve("codes"), problems);
        Checks checks = new Checks(codes);
        Collection<Function> functions = RecordFunctions.all(codes);
        Map<RecordType, NavigableMap<Integer, RecordSchema>> schemas = new TreeMap<>();
        for (Path kind : StrictFiles.list(folder, path -> isFolder(path, KIND))) {
            for (Path type : StrictFiles.list(kind, path -> isFolder(path, TYPE))) {
                RecordType name = new RecordType(name(kind), name(type));
                NavigableMap<Integer, RecordSchema> versions = new TreeMap<>();
                for (Path file :
                        StrictFiles.list(type, path -> FILE.matcher(name(path)).matches())) {
                    schema(file, name, codes, checks, functions, problems)
                            .ifPresent(schema -> versions.put(number(schema.version()), schema));
                }
                if (!versions.isEmpty()) {
                    schemas.put(name, Collections.unmodifiableNavigableMap(versions));
                }
            }
        }
        return new SchemaCatalog(codes, Collections.unmodifiableMap(schemas));
    }

    /** The newest version of a type. */
    public Optional<RecordSchema> find(RecordType type) {
        return Optional.ofNullable(schemas.get(type))
                .map(versions -> versions.lastEntry().getValue());
    }

    /** @param version as {@link RecordSchema#version} gives it */
    public Optional<RecordSchema> find(RecordType type, String version) {
        return Optional.ofNullable(schemas.get(type))
                .flatMap(versions -> versions.values().stream()
                        .filter(schema -> schema.version().equals(version))
                        .findFirst());
    }

    public Set<RecordType> types() {
        return schemas.keySet();
    }

    public CodeTables codes() {
        return codes;
    }

    private static Optional<RecordSchema> schema(
            Path file,
            RecordType type,
            CodeTables codes,
            Checks checks,
            Collection<Function> functions,
            SettingsProblems problems) {
        List<String> faults = new ArrayList<>();
        ObjectNode tree = (ObjectNode) StrictFiles.json(file, problems)
                .filter(ObjectNode.class::isInstance)
                .orElse(null);
        if (tree == null) {
            problems.add(file.toString(), 0, "not a schema (expected: a JSON object)");
            return Optional.empty();
        }
        new SchemaLint(codes, faults::add).check(tree);
        faults.forEach(fault -> problems.add(file.toString(), 0, fault));
        String version = name(file).substring(0, name(file).indexOf('.'));
        Path ruleFile = file.resolveSibling(version + ".rules.yaml");
        List<Rule> rules = Files.exists(ruleFile)
                ? new RuleFile(ruleFile, Field.of(tree).keySet(), functions, problems).read()
                : List.of();
        if (!faults.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new RecordSchema(type, version, digest(file, ruleFile), tree, rules, checks));
        } catch (SchemaException e) {
            problems.add(file.toString(), 0, "not a schema (expected: JSON Schema 2020-12 without references outside)");
            return Optional.empty();
        }
    }

    private static String digest(Path... files) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            for (Path file : files) {
                if (Files.exists(file)) {
                    sha256.update(Files.readAllBytes(file));
                }
            }
            return HexFormat.of().formatHex(sha256.digest());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static boolean isFolder(Path path, Pattern named) {
        Matcher matcher = named.matcher(name(path));
        return matcher.matches() && Files.isDirectory(path);
    }

    private static int number(String version) {
        return Integer.parseInt(version.substring(1));
    }

    private static String name(Path path) {
        return path.getFileName().toString();
    }
}
