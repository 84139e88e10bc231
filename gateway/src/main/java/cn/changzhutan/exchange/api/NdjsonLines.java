package cn.changzhutan.exchange.api;

import cn.changzhutan.exchange.Submission;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A batch of lines: {@code {"id": "<message id>", "record": {…}}} each, and optionally {@code "case"}; nothing else. A line ends with LF
 * or CRLF; the last may do without. The record is handed on as the exact bytes that stand in the line.
 */
final class NdjsonLines {
    private static final int ID = 128;
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(66).build())
            .build();

    private NdjsonLines() {}

    /** Where lines begin and end, as pairs of offsets; an empty last line is none. */
    static List<int[]> find(byte[] body) {
        List<int[]> lines = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < body.length; i++) {
            if (body[i] == '\n') {
                lines.add(new int[] {start, i});
                start = i + 1;
            }
        }
        if (start < body.length) {
            lines.add(new int[] {start, body.length});
        }
        return lines;
    }

    static BatchItem read(byte[] body, int[] line, Submission.Form form, SendingCall call) {
        Parts parts = new Parts();
        if (!isUtf8(body, line)) {
            return new BatchItem.Unreadable(null, bad("", "UTF-8 without byte order mark", "无 BOM 的 UTF-8"));
        }
        try (JsonParser parser = JSON.createParser(body, line[0], line[1] - line[0])) {
            ApiProblem problem = parts.read(parser, body, line);
            if (problem != null) {
                return new BatchItem.Unreadable(parts.id, problem);
            }
        } catch (IOException e) {
            return new BatchItem.Unreadable(parts.id, bad("", "one JSON object in UTF-8 a line", "每行一个 UTF-8 JSON 对象"));
        }
        int limit = call.settings().limits().bodyBytes();
        if (parts.record.length > limit) {
            return new BatchItem.Unreadable(
                    parts.id,
                    ApiProblem.of(
                            ProblemCode.BODY_TOO_LARGE,
                            "/record",
                            "send at most " + limit + " bytes a record",
                            "单条记录不得超过 " + limit + " 字节"));
        }
        return new BatchItem.Ready(
                call.submission(parts.id, Optional.ofNullable(parts.caseNumber), form, parts.record));
    }

    /** The parser would guess UTF-16 or UTF-32 from a mark or a zero byte, which are no part of a line. */
    private static boolean isUtf8(byte[] body, int[] line) {
        for (int i = line[0]; i < line[1]; i++) {
            if (body[i] == 0) {
                return false;
            }
        }
        return line[0] == line[1] || body[line[0]] >= 0;
    }

    private static ApiProblem bad(String at, String expected, String expectedZh) {
        return ApiProblem.of(
                ProblemCode.BODY_MALFORMED, at, "the line (expected: " + expected + ")", "该行(应为: " + expectedZh + ")");
    }

    /** What was read of a line so far. */
    private static final class Parts {
        private String id;
        private String caseNumber;
        private byte[] record;

        /** Null if the line is as it should be. */
        private ApiProblem read(JsonParser parser, byte[] body, int[] line) throws IOException {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return bad("", "an object", "对象");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                switch (name) {
                    case "id" -> {
                        id = plain(parser, value);
                        if (id == null) {
                            return badId();
                        }
                    }
                    case "case" -> {
                        caseNumber = plain(parser, value);
                        if (caseNumber == null) {
                            return bad("/case", "1 to 128 printable characters", "1 到 128 个可打印字符");
                        }
                    }
                    case "record" -> {
                        if (value != JsonToken.START_OBJECT) {
                            return bad("/record", "an object", "对象");
                        }
                        int from = line[0] + (int) parser.currentTokenLocation().getByteOffset();
                        parser.skipChildren();
                        int to = line[0] + (int) parser.currentLocation().getByteOffset();
                        record = Arrays.copyOfRange(body, from, to);
                    }
                    default -> {
                        return bad("", "no other members than id, case, record", "不得有 id、case、record 以外的成员");
                    }
                }
            }
            if (parser.nextToken() != null) {
                return bad("", "one object and nothing after it", "一个对象, 其后无内容");
            }
            if (id == null) {
                return badId();
            }
            return record == null ? bad("/record", "an object", "对象") : null;
        }

        private static ApiProblem badId() {
            return bad("/id", "1 to 128 printable characters", "1 到 128 个可打印字符");
        }

        private static String plain(JsonParser parser, JsonToken value) throws IOException {
            if (value != JsonToken.VALUE_STRING) {
                return null;
            }
            String text = parser.getText();
            return PercentText.isPlain(text, ID) ? text : null;
        }
    }
}
