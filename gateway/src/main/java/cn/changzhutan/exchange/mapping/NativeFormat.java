package cn.changzhutan.exchange.mapping;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * One way to write records down: a document's bytes to a plain tree and back. Text stays text: what a field means is the
 * mapping's business. Implementations are immutable and thread-safe.
 */
interface NativeFormat {
    String mediaType();

    /** Without the dot. */
    String fileExtension();

    /** A document of many, cut into documents of one record each, each of which {@link #read} takes. */
    List<byte[]> split(byte[] document) throws MalformedException;

    /** The tree of one record. Values that mean "nothing" ({@code blanks}) are absent from it. */
    JsonNode read(byte[] document) throws MalformedException;

    /** A whole document of one record. */
    byte[] write(JsonNode tree);

    /** A whole document of many. */
    byte[] writeAll(List<JsonNode> trees);

    /** A place in the tree of {@link #read} as the people of that format say it: JSON Pointer, row and column, element path. */
    String place(JsonPointer inTree);
}
