package cn.changzhutan.exchange.mapping;

import cn.changzhutan.exchange.Json;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * JSON, one object a record, UTF-8 (RFC 8259). A document of many is an array of them. Unknown fields are refused unless listed as
 * ignored; so are repeated names, and an array where one value is expected or the other way round.
 */
final class JsonFormat implements NativeFormat {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final ObjectWriter WRITER = new ObjectMapper()
            .writer()
            .with(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
            // characters beyond the BMP as themselves, not as two escapes
            .with(JsonGenerator.Feature.COMBINE_UNICODE_SURROGATES_IN_UTF8);

    private final FieldTree fields;
    private final Blanks blanks;
    private final String mediaType;

    private JsonFormat(FieldTree fields, Blanks blanks, String mediaType) {
        this.fields = fields;
        this.blanks = blanks;
        this.mediaType = mediaType;
    }

    static JsonFormat of(Options options) {
        return new JsonFormat(FieldTree.of(options), Blanks.of(options), options.text("mediaType", "application/json"));
    }

    @Override
    public String mediaType() {
        return mediaType;
    }

    @Override
    public String fileExtension() {
        return "json";
    }

    /** Each record keeps its exact bytes. */
    @Override
    public List<byte[]> split(byte[] document) throws MalformedException {
        if (!isUtf8(document)) {
            throw malformed(1, 1);
        }
        try (JsonParser parser = FACTORY.createParser(document)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                return List.of(document);
            }
            List<byte[]> records = new ArrayList<>();
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                int start = (int) parser.currentTokenLocation().getByteOffset();
                parser.skipChildren();
                int end = (int) parser.currentLocation().getByteOffset();
                records.add(Arrays.copyOfRange(document, start, end));
            }
            if (parser.currentToken() != JsonToken.END_ARRAY || parser.nextToken() != null) {
                throw new MalformedException(
                        "WRONG_SHAPE",
                        "/" + records.size(),
                        "expected a list of objects and nothing else",
                        "应为仅含对象的数组");
            }
            return records;
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation() == null ? JsonLocation.NA : e.getLocation();
            throw malformed(at.getLineNr(), at.getColumnNr());
        } catch (IOException e) {
            throw new MalformedException("NOT_UTF8", "", "not well-formed UTF-8", "不是合法的 UTF-8 文本");
        }
    }

    /** The parser would guess UTF-16 or UTF-32 from a mark or a zero byte, and then knows no places in bytes. */
    private static boolean isUtf8(byte[] document) {
        for (byte b : document) {
            if (b == 0) {
                return false;
            }
        }
        return document.length == 0 || document[0] >= 0;
    }

    @Override
    public JsonNode read(byte[] document) throws MalformedException {
        JsonNode tree = parse(document);
        if (!tree.isObject()) {
            throw new MalformedException("WRONG_SHAPE", "", "expected one object", "应为一个对象");
        }
        Found found = new Found();
        check((ObjectNode) tree, fields, "", found);
        found.throwIfAny();
        return tree;
    }

    /** Refuses what the form does not have; takes out what is ignored or means nothing. */
    private void check(ObjectNode object, FieldTree known, String pointer, Found found) {
        Iterator<Map.Entry<String, JsonNode>> entries = object.fields();
        while (entries.hasNext()) {
            Map.Entry<String, JsonNode> entry = entries.next();
            JsonNode value = entry.getValue();
            FieldTree field = known.child(entry.getKey());
            if (field == null) {
                found.unknownField(pointer + "/" + Names.token(Names.shownMember(entry.getKey())));
            } else if (field.isIgnored() || value.isNull() || isBlank(value, field)) {
                entries.remove();
            } else if (field.isRepeated()) {
                checkAll(value, field, pointer + "/" + Names.token(entry.getKey()), found);
            } else {
                checkOne(value, field, pointer + "/" + Names.token(entry.getKey()), found);
            }
        }
    }

    private void checkAll(JsonNode array, FieldTree field, String pointer, Found found) {
        if (!array.isArray()) {
            found.wrongShape(pointer, "a list", "数组");
            return;
        }
        int i = 0;
        for (Iterator<JsonNode> elements = array.elements(); elements.hasNext(); i++) {
            JsonNode element = elements.next();
            if (isBlank(element, field)) {
                elements.remove();
            } else {
                checkOne(element, field, pointer + "/" + i, found);
            }
        }
    }

    private void checkOne(JsonNode value, FieldTree field, String pointer, Found found) {
        if (field.isLeaf() != value.isValueNode()) {
            found.wrongShape(pointer, field.isLeaf() ? "one value" : "an object", field.isLeaf() ? "单个值" : "对象");
        } else if (value.isArray()) {
            found.wrongShape(pointer, "an object", "对象");
        } else if (value.isObject()) {
            check((ObjectNode) value, field, pointer, found);
        }
    }

    private boolean isBlank(JsonNode value, FieldTree field) {
        return value.isTextual() && blanks.has(value.textValue().strip(), field.isLiteral());
    }

    @Override
    public byte[] write(JsonNode tree) {
        return bytes(tree);
    }

    @Override
    public byte[] writeAll(List<JsonNode> trees) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode(trees.size());
        all.addAll(trees);
        return bytes(all);
    }

    private static byte[] bytes(JsonNode tree) {
        try {
            return WRITER.writeValueAsBytes(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree that cannot be written", e);
        }
    }

    @Override
    public String place(JsonPointer inTree) {
        return inTree.toString();
    }

    private static JsonNode parse(byte[] document) throws MalformedException {
        try {
            return Json.parse(document);
        } catch (Json.MalformedException e) {
            throw malformed(e.line(), e.column());
        }
    }

    private static MalformedException malformed(int line, int column) {
        return new MalformedException(
                "MALFORMED_JSON",
                "",
                "not well-formed JSON, or a repeated name, at line " + line + ", column " + column,
                "JSON 格式错误或名称重复：第 " + line + " 行第 " + column + " 列");
    }
}
