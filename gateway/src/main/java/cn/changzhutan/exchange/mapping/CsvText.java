package cn.changzhutan.exchange.mapping;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Strict decoding: what the charset does not have is refused, never replaced. */
final class CsvText {
    private static final byte[] UTF8_BOM = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final byte[] GB18030_BOM = {(byte) 0x84, 0x31, (byte) 0x95, 0x33};

    private CsvText() {}

    /** Where the text begins: after the byte order mark of UTF-8 or GB18030, if there is one. */
    static int afterBom(byte[] document) {
        return startsWith(document, UTF8_BOM)
                ? UTF8_BOM.length
                : startsWith(document, GB18030_BOM) ? GB18030_BOM.length : 0;
    }

    /** UTF-8 if its mark says so (spreadsheets write it), else what the route names. */
    static Charset charset(byte[] document, Charset named) {
        return startsWith(document, UTF8_BOM) ? StandardCharsets.UTF_8 : named;
    }

    /** @throws MalformedException with the row of the first byte that is not of the charset */
    static String decode(byte[] document, CsvRows.Row row, Charset charset) throws MalformedException {
        ByteBuffer in = ByteBuffer.wrap(document, row.start(), row.end() - row.start());
        CharBuffer out = CharBuffer.allocate(in.remaining());
        CoderResult result = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .decode(in, out, true);
        if (result.isError()) {
            throw new MalformedException(
                    "WRONG_CHARSET",
                    "/" + row.number(),
                    "a byte that is not of " + charset.name(),
                    "含有不属于 " + charset.name() + " 的字节");
        }
        return Gb18030.current(out.flip().toString());
    }

    private static boolean startsWith(byte[] document, byte[] mark) {
        return document.length >= mark.length && Arrays.equals(document, 0, mark.length, mark, 0, mark.length);
    }
}
