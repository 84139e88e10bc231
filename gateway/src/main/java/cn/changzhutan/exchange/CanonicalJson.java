package cn.changzhutan.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes JSON in its one canonical form, RFC 8785: no white space, properties in the order of their names' UTF-16 code units,
 * numbers as ECMAScript writes them, UTF-8. For what is hashed; equal data gives equal bytes. Thread-safe.
 */
public final class CanonicalJson {
    private static final String HEX = "0123456789abcdef";

    private CanonicalJson() {}

    /**
     * @throws IllegalArgumentException if the tree has no canonical form: a lone surrogate, a number that is not finite, a whole
     *     number that would come out as another because an IEEE 754 double cannot hold it (RFC 8785 appendix D: such numbers are to
     *     be strings), nesting deeper than {@link Json#MAX_DEPTH}, or a node that is no JSON
     */
    public static byte[] write(JsonNode node) {
        StringBuilder out = new StringBuilder(512);
        write(node, out, 0);
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void write(JsonNode node, StringBuilder out, int depth) {
        switch (node.getNodeType()) {
            case OBJECT -> object(node, out, deeper(depth));
            case ARRAY -> array(node, out, deeper(depth));
            case STRING -> writeString(node.textValue(), out);
            case NUMBER -> EcmaNumber.write(node, out);
            case BOOLEAN -> out.append(node.booleanValue());
            case NULL -> out.append("null");
            default -> throw new IllegalArgumentException("no JSON: " + node.getNodeType());
        }
    }

    private static int deeper(int depth) {
        if (depth == Json.MAX_DEPTH) {
            throw new IllegalArgumentException("JSON nested deeper than " + Json.MAX_DEPTH);
        }
        return depth + 1;
    }

    private static void array(JsonNode node, StringBuilder out, int depth) {
        out.append('[');
        for (int i = 0; i < node.size(); i++) {
            if (i > 0) {
                out.append(',');
            }
            write(node.get(i), out, depth);
        }
        out.append(']');
    }

    private static void object(JsonNode node, StringBuilder out, int depth) {
        Iterator<Map.Entry<String, JsonNode>> fields = isSorted(node) ? node.fields() : sorted(node);
        char before = '{';
        if (!fields.hasNext()) {
            out.append(before);
        }
        while (fields.hasNext()) {
            Map.Entry<String, JsonNode> field = fields.next();
            out.append(before);
            writeString(field.getKey(), out);
            out.append(':');
            write(field.getValue(), out, depth);
            before = ',';
        }
        out.append('}');
    }

    /** What was canonical once is in order already: then nothing is copied. */
    private static boolean isSorted(JsonNode node) {
        String last = null;
        for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (last != null && last.compareTo(name) > 0) {
                return false;
            }
            last = name;
        }
        return true;
    }

    private static Iterator<Map.Entry<String, JsonNode>> sorted(JsonNode node) {
        Map<String, JsonNode> sorted = new TreeMap<>(); // String's own order is that of UTF-16 code units
        ((ObjectNode) node).properties().forEach(field -> sorted.put(field.getKey(), field.getValue()));
        return sorted.entrySet().iterator();
    }

    /**
     * One string with its quotes and the escapes of RFC 8785 §3.2.2.2.
     *
     * @throws IllegalArgumentException if it holds a lone surrogate
     */
    public static void writeString(String text, StringBuilder out) {
        out.append('"');
        int done = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c != '"' && c != '\\' && !Character.isSurrogate(c)) {
                continue;
            }
            if (Character.isSurrogate(c)) {
                if (!Character.isHighSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    throw new IllegalArgumentException("a lone surrogate in a string");
                }
                i++;
                continue;
            }
            out.append(text, done, i);
            escape(c, out);
            done = i + 1;
        }
        out.append(text, done, text.length()).append('"');
    }

    private static void escape(char c, StringBuilder out) {
        out.append('\\');
        switch (c) {
            case '"', '\\' -> out.append(c);
            case '\b' -> out.append('b');
            case '\t' -> out.append('t');
            case '\n' -> out.append('n');
            case '\f' -> out.append('f');
            case '\r' -> out.append('r');
            default -> out.append("u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 0xF));
        }
    }
}
