package cn.changzhutan.exchange.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashMap;
import java.util.Map;
import javax.xml.stream.XMLStreamConstants;

/**
 * One record element to a tree: an element of elements or attributes becomes an object (attributes as {@code @name}, its own text as
 * {@code #text}), a plain one its text without the blanks around it, a repeated one a list. All problems are collected. Used once.
 */
final class XmlReader {
    static final String TEXT = "#text";

    private final XmlDocument xml;
    private final String namespace;
    private final Blanks blanks;
    private final Found found;

    XmlReader(XmlDocument xml, String namespace, Blanks blanks, Found found) {
        this.xml = xml;
        this.namespace = namespace;
        this.blanks = blanks;
        this.found = found;
    }

    /** From the start of an element that has fields to its end. */
    ObjectNode object(FieldTree field, String path) throws MalformedException {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        attributes(field, path, object);
        Map<String, Integer> seen = new HashMap<>();
        StringBuilder text = new StringBuilder();
        int event = xml.next();
        while (event != XMLStreamConstants.END_ELEMENT) {
            if (event == XMLStreamConstants.CHARACTERS) {
                text.append(xml.text());
            } else {
                int count = seen.merge(xml.name(), 1, Integer::sum);
                element(field.child(xml.name()), count, path, object);
            }
            event = xml.next();
        }
        String own = text.toString().strip();
        if (!own.isEmpty() && field.child(TEXT) == null) {
            found.wrongShape(path, "elements, not text", "子元素而不是文本");
        } else if (!blanks.has(
                own, field.child(TEXT) != null && field.child(TEXT).isLiteral())) {
            object.put(TEXT, own);
        }
        return object;
    }

    private void element(FieldTree field, int count, String path, ObjectNode parent) throws MalformedException {
        String name = xml.name();
        String here = path + "/" + Names.shown(name) + (field != null && field.isRepeated() ? "[" + count + "]" : "");
        if (field == null || !namespace.equals(xml.namespace())) {
            found.unknownField(here);
            xml.skipElement();
        } else if (field.isIgnored()) {
            xml.skipElement();
        } else if (count > 1 && !field.isRepeated()) {
            found.add("DUPLICATE_FIELD", here, "the element stands there twice", "元素重复");
            xml.skipElement();
        } else {
            JsonNode value = field.isLeaf() ? leaf(here) : object(field, here);
            // A row without anything in it is still a row: it is for the schema to miss what it lacks.
            boolean nothing = isNothing(value, field);
            if (field.isRepeated() && !(field.isLeaf() && nothing)) {
                parent.withArrayProperty(name).add(value);
            } else if (!field.isRepeated() && !nothing) {
                parent.set(name, value);
            }
        }
    }

    private boolean isNothing(JsonNode value, FieldTree field) {
        return value.isTextual() ? blanks.has(value.textValue(), field.isLiteral()) : value.isEmpty();
    }

    private void attributes(FieldTree field, String path, ObjectNode object) {
        for (int i = 0; i < xml.attributeCount(); i++) {
            String name = xml.attributeName(i);
            FieldTree known = field.child(name);
            if (xml.isForeignAttribute(i) || known == null && !xml.isSchemaHint(i)) {
                found.unknownField(path + "/" + Names.shown(name));
            } else if (known != null
                    && !known.isIgnored()
                    && !blanks.has(xml.attributeValue(i).strip(), known.isLiteral())) {
                object.put(name, xml.attributeValue(i).strip());
            }
        }
    }

    private TextNode leaf(String path) throws MalformedException {
        for (int i = 0; i < xml.attributeCount(); i++) {
            if (!xml.isSchemaHint(i)) {
                found.unknownField(path + "/" + Names.shown(xml.attributeName(i)));
            }
        }
        StringBuilder text = new StringBuilder();
        int event = xml.next();
        while (event != XMLStreamConstants.END_ELEMENT) {
            if (event == XMLStreamConstants.CHARACTERS) {
                text.append(xml.text());
            } else {
                found.unknownField(path + "/" + Names.shown(xml.name()));
                xml.skipElement();
            }
            event = xml.next();
        }
        return TextNode.valueOf(text.toString().strip());
    }
}
