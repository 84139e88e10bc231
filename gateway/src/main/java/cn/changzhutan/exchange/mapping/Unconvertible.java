package cn.changzhutan.exchange.mapping;

import cn.changzhutan.exchange.Problem;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.POJONode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Stands in a mapped tree where a function could not convert what it was given. So one bad field does not hide the others, and each
 * is reported at the place where its value came from.
 */
final class Unconvertible extends POJONode {
    private static final long serialVersionUID = 1L;
    private final transient JsonNode source;
    private final String function;

    /** @param source the node that the function was given, as it hangs in the tree that is being mapped */
    Unconvertible(JsonNode source, String function) {
        super(null);
        this.source = source;
        this.function = function;
    }

    /** The problems that stand in {@code mapped}, placed in the native document where the source is found there. */
    static List<Problem> problems(JsonNode mapped, JsonNode tree, NativeFormat format) {
        List<Problem> problems = new ArrayList<>();
        collect(mapped, JsonPointer.empty(), (pointer, bad) -> {
            JsonPointer at = find(tree, bad.source);
            problems.add(bad.problem(at == null ? pointer.toString() : format.place(at)));
        });
        return problems;
    }

    /** JSON Pointers of all that stand in {@code mapped}. */
    static Set<String> pointers(JsonNode mapped) {
        Set<String> pointers = new HashSet<>();
        collect(mapped, JsonPointer.empty(), (pointer, bad) -> pointers.add(pointer.toString()));
        return pointers;
    }

    /** @throws UnmappableException at the first that stands in {@code mapped}, placed in the shared form */
    static void refuseAny(JsonNode mapped, JsonNode shared) {
        collect(mapped, JsonPointer.empty(), (pointer, bad) -> {
            JsonPointer at = find(shared, bad.source);
            throw new UnmappableException(bad.problem(at == null ? "" : at.toString()));
        });
    }

    private Problem problem(String place) {
        return new Problem(
                "NOT_CONVERTIBLE",
                place,
                "the value has not the form that " + function + " takes",
                "取值不符合转换 " + function + " 的格式要求");
    }

    private interface Visitor {
        void visit(JsonPointer pointer, Unconvertible bad);
    }

    private static void collect(JsonNode node, JsonPointer at, Visitor visitor) {
        if (node instanceof Unconvertible bad) {
            visitor.visit(at, bad);
        } else if (node.isObject()) {
            for (Iterator<Map.Entry<String, JsonNode>> i = node.fields(); i.hasNext(); ) {
                Map.Entry<String, JsonNode> field = i.next();
                if (isOpen(field.getValue())) {
                    collect(field.getValue(), at.appendProperty(field.getKey()), visitor);
                }
            }
        } else {
            for (int i = 0; i < node.size(); i++) {
                if (isOpen(node.get(i))) {
                    collect(node.get(i), at.appendIndex(i), visitor);
                }
            }
        }
    }

    /** Pointers are made only on the way to something: most leaves are plain text. */
    private static boolean isOpen(JsonNode node) {
        return node.isContainerNode() || node instanceof Unconvertible;
    }

    /**
     * Where that very node hangs in the tree; null if nowhere, or if in several places (Jackson shares the nodes of small numbers).
     */
    private static JsonPointer find(JsonNode tree, JsonNode wanted) {
        List<JsonPointer> places = new ArrayList<>();
        find(tree, wanted, JsonPointer.empty(), places);
        return places.size() == 1 ? places.get(0) : null;
    }

    @SuppressWarnings("ReferenceEquality")
    private static void find(JsonNode tree, JsonNode wanted, JsonPointer at, List<JsonPointer> places) {
        if (tree == wanted) {
            places.add(at);
        }
        for (Iterator<Map.Entry<String, JsonNode>> i = tree.fields(); i.hasNext(); ) {
            Map.Entry<String, JsonNode> field = i.next();
            find(field.getValue(), wanted, at.appendProperty(field.getKey()), places);
        }
        for (int i = 0; tree.isArray() && i < tree.size(); i++) {
            find(tree.get(i), wanted, at.appendIndex(i), places);
        }
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    @Override
    public String toString() {
        return "Unconvertible[" + function + "]";
    }
}
