package cn.changzhutan.exchange.mapping;

import java.util.ArrayDeque;
import java.util.Deque;
import javax.xml.stream.XMLStreamConstants;

/**
 * Writes one element out of a document as a document of its own that says the same: every element, attribute and text, and the
 * namespace of each (prefixes are not kept), so that reading the copy judges the original. Used once.
 */
final class XmlCopy {
    private final XmlDocument xml;
    private final StringBuilder out;
    private final Deque<String> namespaces = new ArrayDeque<>();

    XmlCopy(XmlDocument xml, StringBuilder out) {
        this.xml = xml;
        this.out = out;
    }

    /** From the start of an element to its end. */
    void element() throws MalformedException {
        start();
        while (!namespaces.isEmpty()) {
            int event = xml.next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                start();
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                out.append("</").append(xml.name()).append('>');
                namespaces.pop();
            } else {
                XmlText.escape(out, xml.text(), "");
            }
        }
        out.append('\n');
    }

    private void start() {
        String outside = namespaces.isEmpty() ? "" : namespaces.peek();
        out.append('<').append(xml.name());
        if (!xml.namespace().equals(outside)) {
            attribute("xmlns", xml.namespace());
        }
        for (int i = 0; i < xml.attributeCount(); i++) {
            String name = xml.attributeName(i).substring(1);
            if (xml.isForeignAttribute(i)) {
                attribute("xmlns:n" + i, xml.attributeNamespace(i));
                attribute("n" + i + ":" + name, xml.attributeValue(i));
            } else if (!xml.isSchemaHint(i)) {
                attribute(name, xml.attributeValue(i));
            }
        }
        out.append('>');
        namespaces.push(xml.namespace());
    }

    private void attribute(String name, String value) {
        out.append(' ').append(name).append("=\"");
        XmlText.escape(out, value, "");
        out.append('"');
    }
}
