package cn.changzhutan.exchange.mapping;

import cn.changzhutan.exchange.Outcome;
import cn.changzhutan.exchange.Problem;
import cn.changzhutan.exchange.Refusal;
import cn.changzhutan.exchange.SettingsProblems;
import cn.changzhutan.exchange.schema.CodeTables;
import com.fasterxml.jackson.databind.JsonNode;
import com.schibsted.spt.data.jslt.Function;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * How one city writes one type of record down: its native form to the shared form and back. Made once from a folder of routes/
 * ({@code to-shared.jslt}, {@code from-shared.jslt}) and the format block of its route.yaml. Immutable and thread-safe.
 */
public final class Mapping {
    private final NativeFormat format;
    private final Transform toShared;
    private final Transform fromShared;
    private final String digest;

    private Mapping(NativeFormat format, Transform toShared, Transform fromShared, String digest) {
        this.format = format;
        this.toShared = toShared;
        this.fromShared = fromShared;
        this.digest = digest;
    }

    /**
     * Compiles the mapping of one folder. What is wrong goes into {@code problems}; a mapping that has problems is not to be used.
     *
     * @param formatOptions the format block of route.yaml: one of json, csv, xml with its options
     */
    public static Mapping load(Path folder, JsonNode formatOptions, CodeTables codes, SettingsProblems problems) {
        NativeFormat format = Formats.of(folder.resolve("route.yaml").toString(), formatOptions, problems);
        Collection<Function> functions = CheckedFunction.all(codes);
        Transform toShared = Transform.load(folder.resolve("to-shared.jslt"), functions, problems);
        Transform fromShared = Transform.load(folder.resolve("from-shared.jslt"), functions, problems);
        String digest = MappingDigest.of(formatOptions, toShared.source(), fromShared.source());
        return new Mapping(format, toShared, fromShared, digest);
    }

    /** Hex SHA-256 over both mapping files and the format options: changes with any of them, and with nothing else. */
    public String digest() {
        return digest;
    }

    /** With charset where the form is text. */
    public String mediaType() {
        return format.mediaType();
    }

    /** Without the dot: json, csv, xml. */
    public String fileExtension() {
        return format.fileExtension();
    }

    /**
     * A file or body of many cut into documents of one record each, each again a document that {@link #toShared} takes.
     *
     * @throws MalformedException if the whole cannot be read or does not match its control total; the problem names the row
     */
    public List<byte[]> split(byte[] document) throws MalformedException {
        return format.split(document);
    }

    /**
     * What a native document gave, before any validation.
     *
     * @param shared the shared form, with a mark where a value could not be converted
     * @param problems one for each such mark, placed in the native document
     * @param marked JSON Pointers of the marks in {@code shared}: what a schema says of these is known already
     */
    public record Draft(JsonNode shared, List<Problem> problems, Set<String> marked) {
        @Override
        public String toString() {
            return "Draft[" + problems.size() + " problems]";
        }
    }

    /** One record in the shared form, not yet validated; or a refusal at stage MAP that names the place and never a value. */
    public Outcome<JsonNode> toShared(byte[] document) {
        return draft(document)
                .then(draft -> draft.problems().isEmpty()
                        ? Outcome.passed(draft.shared())
                        : Outcome.refused(new Refusal(Refusal.Stage.MAP, draft.problems())));
    }

    /** As {@link #toShared}, but values that cannot be converted do not hide what else is wrong. */
    public Outcome<Draft> draft(byte[] document) {
        try {
            JsonNode tree = format.read(document);
            JsonNode shared = toShared.apply(tree);
            List<Problem> problems = Unconvertible.problems(shared, tree, format);
            return Outcome.passed(new Draft(shared, problems, Unconvertible.pointers(shared)));
        } catch (MalformedException e) {
            return Outcome.refused(new Refusal(Refusal.Stage.MAP, e.problems()));
        } catch (UnmappableException e) {
            return Outcome.refused(new Refusal(Refusal.Stage.MAP, List.of(e.problem())));
        }
    }

    /**
     * A whole native document of one record; fields that an agreement cut away are absent from it.
     *
     * @throws UnmappableException if the native form cannot express the record
     */
    public byte[] fromShared(JsonNode shared) {
        return format.write(tree(shared));
    }

    /**
     * A whole native document of many records, in their order.
     *
     * @throws UnmappableException if the native form cannot express one of them
     */
    public byte[] fromSharedAll(List<JsonNode> shared) {
        List<JsonNode> trees = new ArrayList<>(shared.size());
        for (JsonNode record : shared) {
            trees.add(tree(record));
        }
        return format.writeAll(trees);
    }

    private JsonNode tree(JsonNode shared) {
        JsonNode tree = fromShared.apply(shared);
        Unconvertible.refuseAny(tree, shared);
        return tree;
    }
}
