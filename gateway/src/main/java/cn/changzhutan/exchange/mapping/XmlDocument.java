package cn.changzhutan.exchange.mapping;

import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * A cursor over one XML document from outside (XML 1.0). A document type declaration is refused, whatever it declares, so there
 * are no entities to expand and nothing external to fetch; nesting is bounded. Bytes are decoded strictly before the parser sees
 * them. Used by one thread.
 */
final class XmlDocument {
    private static final int DEPTH = 32;
    private static final String SCHEMA_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance";

    private final XMLStreamReader reader;
    private int depth;

    private XmlDocument(XMLStreamReader reader) {
        this.reader = reader;
    }

    /** Stands on the root element. */
    static XmlDocument open(byte[] document, Charset charset) throws MalformedException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("nothing outside the document is read");
        });
        try {
            XmlDocument xml =
                    new XmlDocument(factory.createXMLStreamReader(new StringReader(decode(document, charset))));
            String declared = xml.reader.getCharacterEncodingScheme();
            if (declared != null && !declared.equalsIgnoreCase(charset.name())) {
                throw wrongCharset(charset);
            }
            if (xml.next() != XMLStreamConstants.START_ELEMENT) {
                throw malformed("no root element", "缺少根元素");
            }
            return xml;
        } catch (XMLStreamException e) {
            throw notXml(e);
        }
    }

    private static String decode(byte[] document, Charset charset) throws MalformedException {
        try {
            String text = charset.newDecoder().decode(ByteBuffer.wrap(document)).toString();
            boolean marked = !text.isEmpty() && text.charAt(0) == '\uFEFF';
            return charset.equals(StandardCharsets.UTF_8)
                    ? text.substring(marked ? 1 : 0)
                    : Gb18030.current(text.substring(marked ? 1 : 0));
        } catch (CharacterCodingException e) {
            throw wrongCharset(charset);
        }
    }

    /** The next of START_ELEMENT, END_ELEMENT, CHARACTERS, END_DOCUMENT; comments and instructions are passed over. */
    int next() throws MalformedException {
        try {
            while (true) {
                int event = reader.next();
                switch (event) {
                    case XMLStreamConstants.COMMENT,
                            XMLStreamConstants.PROCESSING_INSTRUCTION,
                            XMLStreamConstants.SPACE -> {}
                    case XMLStreamConstants.CDATA -> {
                        return XMLStreamConstants.CHARACTERS;
                    }
                    case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                        throw new MalformedException(
                                "XML_DTD",
                                "",
                                "a document type declaration or an entity: remove it",
                                "不允许文档类型声明或实体：请删除");
                    default -> {
                        depth += event == XMLStreamConstants.START_ELEMENT ? 1 : 0;
                        depth -= event == XMLStreamConstants.END_ELEMENT ? 1 : 0;
                        if (depth > DEPTH) {
                            throw malformed(
                                    "more than " + DEPTH + " elements within each other", "元素嵌套超过 " + DEPTH + " 层");
                        }
                        return event;
                    }
                }
            }
        } catch (XMLStreamException e) {
            throw notXml(e);
        }
    }

    /** Passes over the rest of the element on whose start the cursor stands, to its end. */
    void skipElement() throws MalformedException {
        int outside = depth - 1;
        while (depth > outside) {
            next();
        }
    }

    /** After the end of the root element. @throws MalformedException if the rest is not well-formed */
    void close() throws MalformedException {
        while (next() != XMLStreamConstants.END_DOCUMENT) {
            continue;
        }
    }

    String name() {
        return reader.getLocalName();
    }

    /** Of the element; "" if it has none. */
    String namespace() {
        return reader.getNamespaceURI() == null ? "" : reader.getNamespaceURI();
    }

    String text() {
        return reader.getText();
    }

    int attributeCount() {
        return reader.getAttributeCount();
    }

    /** With {@code @} in front, as {@link FieldTree} names them. */
    String attributeName(int i) {
        return "@" + reader.getAttributeLocalName(i);
    }

    String attributeValue(int i) {
        return reader.getAttributeValue(i);
    }

    /** "" if it has none. */
    String attributeNamespace(int i) {
        return reader.getAttributeNamespace(i) == null ? "" : reader.getAttributeNamespace(i);
    }

    /** An attribute of another namespace, other than those by which a document points at its schema. */
    boolean isForeignAttribute(int i) {
        return !attributeNamespace(i).isEmpty() && !isSchemaHint(i);
    }

    /** {@code xsi:schemaLocation} and its like: a hint to tools, no content. */
    boolean isSchemaHint(int i) {
        return attributeNamespace(i).equals(SCHEMA_INSTANCE);
    }

    private static MalformedException wrongCharset(Charset charset) {
        return new MalformedException(
                "WRONG_CHARSET", "", "not " + charset.name() + ", or declared as another", "字符集不是 " + charset.name());
    }

    /** Line and column only: the parser's own message quotes the content. */
    private static MalformedException notXml(XMLStreamException e) {
        int line = e.getLocation() == null ? 0 : e.getLocation().getLineNumber();
        int column = e.getLocation() == null ? 0 : e.getLocation().getColumnNumber();
        return malformed(
                "not well-formed XML at line " + line + ", column " + column,
                "XML 格式错误：第 " + line + " 行第 " + column + " 列");
    }

    private static MalformedException malformed(String hint, String hintZh) {
        return new MalformedException("MALFORMED_XML", "", hint, hintZh);
    }
}
