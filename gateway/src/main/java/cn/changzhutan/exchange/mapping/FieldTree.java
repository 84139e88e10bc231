package cn.changzhutan.exchange.mapping;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The fields that a form has, as route.yaml lists them: paths like {@code movers*}{@code /name}, where a star says that the field
 * repeats and {@code @name} is an attribute. A listed path makes its parents. Immutable once built, thread-safe.
 */
final class FieldTree {
    private final Map<String, FieldTree> children = new LinkedHashMap<>();
    private final String name;
    private boolean repeated;
    private boolean listed;
    private boolean ignored;
    private boolean literal;

    private FieldTree(String name) {
        this.name = name;
    }

    /** The tree of {@code fields} and {@code ignored} of the options. */
    static FieldTree of(Options options) {
        FieldTree root = new FieldTree("");
        List<String> fields = options.texts("fields");
        if (fields.isEmpty()) {
            options.problem("fields", "missing (expected: the list of known fields)");
        }
        for (String path : fields) {
            root.add(path, false, options);
        }
        for (String path : options.texts("ignored")) {
            root.add(path, true, options);
        }
        for (String path : options.texts("literal")) {
            FieldTree field = root;
            for (String segment : path.split("/", -1)) {
                field = field == null ? null : field.child(segment.replace("*", ""));
            }
            if (field == null) {
                options.problem("literal", path + " is not one of the fields");
            } else {
                field.literal = true;
            }
        }
        return root;
    }

    private void add(String path, boolean ignore, Options options) {
        FieldTree node = this;
        for (String segment : path.split("/", -1)) {
            boolean star = segment.endsWith("*");
            String key = star ? segment.substring(0, segment.length() - 1) : segment;
            if (key.isEmpty()) {
                options.problem(ignore ? "ignored" : "fields", "found " + path + " (expected: names joined by /)");
                return;
            }
            FieldTree child = node.children.get(key);
            if (child == null) {
                child = new FieldTree(key);
                child.repeated = star;
                node.children.put(key, child);
            } else if (child.repeated != star) {
                options.problem("fields", path + " repeats in one place and not in another");
                return;
            } else if (child.ignored) {
                options.problem("ignored", path + " is listed as a field too");
                return;
            }
            node = child;
        }
        if (ignore && node.listed) {
            options.problem("ignored", path + " is listed as a field too");
        }
        node.ignored = ignore;
        node.listed = true;
    }

    String name() {
        return name;
    }

    /** The field of that name, or null if the form has none. */
    FieldTree child(String key) {
        return children.get(key);
    }

    Iterable<FieldTree> children() {
        return children.values();
    }

    /** Holds text (or a JSON scalar), no other fields. */
    boolean isLeaf() {
        return children.isEmpty();
    }

    boolean isRepeated() {
        return repeated;
    }

    /** Words for "nothing" are content here. */
    boolean isLiteral() {
        return literal;
    }

    /** Known, and not read. */
    boolean isIgnored() {
        return ignored;
    }
}
