package cn.changzhutan.exchange.mapping;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Writes a tree as one element, in the order in which route.yaml lists the fields; what is absent is left out. The counterpart of
 * {@link XmlReader}. Used once.
 */
final class XmlWriter {
    private final StringBuilder out;

    XmlWriter(StringBuilder out) {
        this.out = out;
    }

    /** @param attributes what stands in the start tag before the field's own, as text */
    void object(FieldTree field, String name, String attributes, JsonNode value, String path, int indent) {
        out.append("  ".repeat(indent)).append('<').append(name).append(attributes);
        int written = 0;
        boolean nested = false;
        for (FieldTree child : field.children()) {
            JsonNode held = value.get(child.name());
            if (held == null) {
                continue;
            }
            written++;
            if (child.name().startsWith("@")) {
                out.append(' ').append(child.name(), 1, child.name().length()).append("=\"");
                XmlText.escape(out, held.asText(), path + "/" + child.name());
                out.append('"');
            } else {
                nested |= !child.name().equals(XmlReader.TEXT);
            }
        }
        if (written != value.size()) {
            throw new IllegalStateException(
                    "the mapping from the shared form gives a field at " + path + " that the format does not list");
        }
        out.append('>');
        content(field, value, path, nested ? indent + 1 : 0);
        out.append(nested ? "  ".repeat(indent) : "").append("</").append(name).append(">\n");
    }

    private void content(FieldTree field, JsonNode value, String path, int indent) {
        out.append(indent > 0 ? "\n" : "");
        for (FieldTree child : field.children()) {
            JsonNode held = value.get(child.name());
            if (held == null || child.name().startsWith("@")) {
                continue;
            }
            String here = path + "/" + child.name();
            if (child.name().equals(XmlReader.TEXT)) {
                XmlText.escape(out, held.asText(), path);
            } else if (child.isRepeated()) {
                for (int i = 0; i < held.size(); i++) {
                    element(child, held.get(i), here + "[" + (i + 1) + "]", indent);
                }
            } else {
                element(child, held, here, indent);
            }
        }
    }

    private void element(FieldTree field, JsonNode value, String path, int indent) {
        if (field.isLeaf()) {
            out.append("  ".repeat(indent)).append('<').append(field.name()).append('>');
            XmlText.escape(out, value.asText(), path);
            out.append("</").append(field.name()).append(">\n");
        } else {
            object(field, field.name(), "", value, path, indent);
        }
    }
}
