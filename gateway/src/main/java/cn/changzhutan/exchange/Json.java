package cn.changzhutan.exchange;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Map;

/**
 * Reads JSON (RFC 8259) strictly, so that no two readers can see two different things in the same bytes. Refused are: what is not
 * UTF-8, a byte order mark, a key that stands twice in one object, anything after the value, comments, NaN and Infinity, lone
 * surrogates (also as escapes), nesting deeper than {@value #MAX_DEPTH}, numbers longer than {@value #MAX_NUMBER_LENGTH} characters
 * or with an exponent beyond ±{@value #MAX_EXPONENT}. Thread-safe.
 */
public final class Json {
    /** Arrays and objects within each other. */
    public static final int MAX_DEPTH = 64;

    static final int MAX_NUMBER_LENGTH = 128;
    static final int MAX_EXPONENT = 400;

    private static final ObjectReader READER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxNumberLength(MAX_NUMBER_LENGTH)
                            .build())
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build()
            .reader();

    private Json() {}

    /** The bytes are no JSON that this program takes. The message says where and never what. */
    public static final class MalformedException extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final int line;
        private final int column;

        MalformedException(String what, int line, int column) {
            super(line > 0 ? what + " (line " + line + ", column " + column + ")" : what);
            this.line = line;
            this.column = column;
        }

        /** From 1, or 0 if unknown. */
        public int line() {
            return line;
        }

        /** In characters, from 1, or 0 if unknown. */
        public int column() {
            return column;
        }
    }

    /**
     * One value and nothing else but white space around it. Numbers are exact: int, long or BigInteger where there is neither point
     * nor exponent, BigDecimal with its scale where there is.
     *
     * @throws MalformedException if the bytes are anything else
     */
    public static JsonNode parse(byte[] utf8) {
        return parse(decode(utf8));
    }

    /** As {@link #parse(byte[])}, of text that was decoded already. @throws MalformedException likewise */
    public static JsonNode parse(String text) {
        if (!text.isEmpty() && text.charAt(0) == '\uFEFF') {
            throw new MalformedException("a byte order mark before the JSON", 1, 1);
        }
        JsonNode node;
        try {
            node = READER.readTree(text);
        } catch (JsonProcessingException e) {
            throw malformed(e);
        } catch (NumberFormatException e) {
            // Jackson lets it through where an exponent has no room in 32 bits; its message quotes the number.
            throw new MalformedException("a number out of range", 0, 0);
        }
        if (node.isMissingNode()) {
            throw new MalformedException("no JSON value", 0, 0);
        }
        check(node);
        return node;
    }

    private static String decode(byte[] utf8) {
        String text = new String(utf8, StandardCharsets.UTF_8);
        // The fast decoder puts U+FFFD for what it cannot read; only then is the slow, strict one asked which it was.
        if (text.indexOf('\uFFFD') >= 0) {
            try {
                return StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(utf8))
                        .toString();
            } catch (CharacterCodingException e) {
                throw new MalformedException("not UTF-8", 0, 0);
            }
        }
        return text;
    }

    /** Jackson's own messages quote the input, so none of them goes out. */
    private static MalformedException malformed(JsonProcessingException e) {
        JsonLocation at = e.getLocation();
        String what = e instanceof MismatchedInputException
                ? "a repeated key, or something after the JSON value"
                : "not well-formed JSON, or over a bound";
        return at == null
                ? new MalformedException(what, 0, 0)
                : new MalformedException(what, Math.max(at.getLineNr(), 0), Math.max(at.getColumnNr(), 0));
    }

    private static void check(JsonNode node) {
        switch (node.getNodeType()) {
            case STRING -> checkText(node.textValue());
            case NUMBER -> {
                if (node.isBigDecimal()
                        && Math.abs((long) node.decimalValue().precision()
                                        - node.decimalValue().scale())
                                > MAX_EXPONENT) {
                    throw new MalformedException("a number out of range", 0, 0);
                }
            }
            case ARRAY -> {
                for (JsonNode element : node) {
                    check(element);
                }
            }
            case OBJECT -> {
                for (Iterator<Map.Entry<String, JsonNode>> i = node.fields(); i.hasNext(); ) {
                    Map.Entry<String, JsonNode> field = i.next();
                    checkText(field.getKey());
                    check(field.getValue());
                }
            }
            default -> {}
        }
    }

    private static void checkText(String text) {
        if (hasLoneSurrogate(text)) {
            throw new MalformedException("a lone surrogate in a string", 0, 0);
        }
    }

    /** Half of a surrogate pair stands alone: such a string has no UTF-8 form. */
    static boolean hasLoneSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (!Character.isHighSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    return true;
                }
                i++;
            }
        }
        return false;
    }
}
