package cn.changzhutan.exchange.mapping;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLStreamConstants;

/**
 * XML, one element a record; a document of many holds such elements in a list element. Element names may be of any script. Unknown
 * elements and attributes are refused unless listed as ignored.
 */
final class XmlFormat implements NativeFormat {
    private final String list;
    private final String record;
    private final String namespace;
    private final FieldTree fields;
    private final Blanks blanks;
    private final Charset charset;

    private XmlFormat(String list, String record, String namespace, FieldTree fields, Blanks blanks, Charset charset) {
        this.list = list;
        this.record = record;
        this.namespace = namespace;
        this.fields = fields;
        this.blanks = blanks;
        this.charset = charset;
    }

    static XmlFormat of(Options options) {
        return new XmlFormat(
                options.required("list"),
                options.required("record"),
                options.text("namespace", ""),
                FieldTree.of(options),
                Blanks.of(options),
                Charset.forName(options.oneOf("charset", "UTF-8", "GB18030")));
    }

    @Override
    public String mediaType() {
        return "application/xml; charset=" + charset.name();
    }

    @Override
    public String fileExtension() {
        return "xml";
    }

    /** A document of one keeps its exact bytes; records of a list are written anew, without comments and spare white space. */
    @Override
    public List<byte[]> split(byte[] document) throws MalformedException {
        XmlDocument xml = XmlDocument.open(document, charset);
        if (isOwn(xml, record)) {
            return List.of(document);
        }
        requireList(xml);
        List<byte[]> records = new ArrayList<>();
        while (nextRecord(xml, records.size())) {
            StringBuilder out = start();
            new XmlCopy(xml, out).element();
            records.add(out.toString().getBytes(charset));
        }
        xml.close();
        return records;
    }

    @Override
    public JsonNode read(byte[] document) throws MalformedException {
        XmlDocument xml = XmlDocument.open(document, charset);
        boolean listed = !isOwn(xml, record);
        if (listed) {
            requireList(xml);
            if (!nextRecord(xml, 0)) {
                throw notOne();
            }
        }
        Found found = new Found();
        ObjectNode tree = new XmlReader(xml, namespace, blanks, found).object(fields, "/" + record);
        if (listed && nextRecord(xml, 1)) {
            throw notOne();
        }
        xml.close();
        found.throwIfAny();
        return tree;
    }

    /** To the start of the next record in the list, or to the list's end. */
    private boolean nextRecord(XmlDocument xml, int before) throws MalformedException {
        int event = xml.next();
        while (event == XMLStreamConstants.CHARACTERS && xml.text().isBlank()) {
            event = xml.next();
        }
        if (event == XMLStreamConstants.START_ELEMENT && isOwn(xml, record)) {
            return true;
        }
        if (event != XMLStreamConstants.END_ELEMENT) {
            throw new MalformedException(
                    "WRONG_SHAPE",
                    "/" + list + "/*[" + (before + 1) + "]",
                    "expected an element " + record,
                    "应为元素 " + record);
        }
        return false;
    }

    private void requireList(XmlDocument xml) throws MalformedException {
        if (!isOwn(xml, list)) {
            throw new MalformedException(
                    "WRONG_SHAPE",
                    "",
                    "the root element is neither " + record + " nor " + list,
                    "根元素应为 " + record + " 或 " + list);
        }
    }

    private boolean isOwn(XmlDocument xml, String name) {
        return xml.name().equals(name) && xml.namespace().equals(namespace);
    }

    private MalformedException notOne() {
        return new MalformedException(
                "NOT_ONE_RECORD", "/" + list, "expected exactly one " + record, "应恰好含一个 " + record);
    }

    private StringBuilder start() {
        return new StringBuilder(1024)
                .append("<?xml version=\"1.0\" encoding=\"")
                .append(charset.name())
                .append("\"?>\n");
    }

    private String declaration() {
        return namespace.isEmpty() ? "" : " xmlns=\"" + namespace + "\"";
    }

    @Override
    public byte[] write(JsonNode tree) {
        StringBuilder out = start();
        new XmlWriter(out).object(fields, record, declaration(), tree, "/" + record, 0);
        return out.toString().getBytes(charset);
    }

    @Override
    public byte[] writeAll(List<JsonNode> trees) {
        StringBuilder out =
                start().append('<').append(list).append(declaration()).append(">\n");
        for (int i = 0; i < trees.size(); i++) {
            String path = "/" + list + "/" + record + "[" + (i + 1) + "]";
            new XmlWriter(out).object(fields, record, "", trees.get(i), path, 1);
        }
        return out.append("</").append(list).append(">\n").toString().getBytes(charset);
    }

    /** {@code /户籍迁移/随迁人员[2]/姓名}: the path of the element, counted from 1. */
    @Override
    public String place(JsonPointer inTree) {
        StringBuilder path = new StringBuilder("/").append(record);
        for (JsonPointer at = inTree; !at.matches(); at = at.tail()) {
            if (at.mayMatchElement()) {
                path.append('[').append(at.getMatchingIndex() + 1).append(']');
            } else if (!at.getMatchingProperty().equals(XmlReader.TEXT)) {
                path.append('/').append(at.getMatchingProperty());
            }
        }
        return path.toString();
    }
}
