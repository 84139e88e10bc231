package cn.changzhutan.exchange.routes;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.Outcome;
import cn.changzhutan.exchange.Problem;
import cn.changzhutan.exchange.RecordType;
import cn.changzhutan.exchange.Refusal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The content of {@code NAME.done}: what HTTP carries in its query and headers. UTF-8, one {@code key=value} a line, LF or CRLF, no
 * blank lines but at the end, no comments, each key at most once. It must end with a line end, or it is taken for half written and read
 * only when nobody has touched it for 5 s ({@link SettledMarkers}).
 *
 * <pre>
 * batch=2026-11-22-001        required; A-Z a-z 0-9 . _ -, at most 100: with the row number it is the message id
 * kind=pension                required
 * type=PARTICIPATION          required
 * to=changsha,xiangtan        required
 * purpose=PENSION_TRANSFER    required
 * officer=zz-0731             required
 * case=株社保转〔2026〕17号      optional
 * onBehalfOf=芦淞区社保中心      optional
 * </pre>
 */
record DropMarker(
        String batch,
        RecordType type,
        List<City> to,
        String purpose,
        Optional<String> caseNumber,
        String officer,
        Optional<String> onBehalfOf) {
    /** The longest marker, in bytes. */
    static final int MAX_BYTES = 4096;

    private static final Set<String> REQUIRED = Set.of("batch", "kind", "type", "to", "purpose", "officer");
    private static final Set<String> OPTIONAL = Set.of("case", "onBehalfOf");
    private static final Pattern BATCH = Pattern.compile("[A-Za-z0-9._-]{1,100}");
    private static final Pattern TEXT = Pattern.compile("[^\\p{Cntrl}]{1,200}");

    DropMarker {
        to = List.copyOf(to);
    }

    /** The sender's message id of one row: the same each time the same file is read. @param row counted from 1 */
    String messageId(int row) {
        return batch + ":" + row;
    }

    /** Strict; all problems at once, each with the key as pointer. */
    static Outcome<DropMarker> parse(byte[] content) {
        List<Problem> problems = new ArrayList<>();
        Map<String, String> values = values(content, problems);
        REQUIRED.stream().sorted().filter(key -> !values.containsKey(key)).forEach(key -> problems.add(missing(key)));
        check(values, "batch", BATCH, problems);
        for (String key : List.of("purpose", "officer", "case", "onBehalfOf")) {
            check(values, key, TEXT, problems);
        }
        Optional<RecordType> type = type(values, problems);
        List<City> to = cities(values, problems);
        if (!problems.isEmpty() || type.isEmpty()) {
            return Outcome.refused(new Refusal(Refusal.Stage.RECEIVE, problems));
        }
        return Outcome.passed(new DropMarker(
                values.get("batch"),
                type.get(),
                to,
                values.get("purpose"),
                Optional.ofNullable(values.get("case")),
                values.get("officer"),
                Optional.ofNullable(values.get("onBehalfOf"))));
    }

    private static Map<String, String> values(byte[] content, List<Problem> problems) {
        Map<String, String> values = new LinkedHashMap<>();
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException e) {
            problems.add(problem("", "save the marker as UTF-8", "标记文件须为 UTF-8 编码"));
            return values;
        }
        for (String line : text.stripTrailing().split("\r?\n", -1)) {
            int equals = line.indexOf('=');
            String key = equals < 0 ? "" : line.substring(0, equals);
            if (!REQUIRED.contains(key) && !OPTIONAL.contains(key)) {
                Set<String> known = new TreeSet<>(REQUIRED);
                known.addAll(OPTIONAL);
                problems.add(problem(
                        "", "a line that is not key=value with one of the keys " + known, "存在无法识别的行，可用的键：" + known));
            } else if (values.put(key, line.substring(equals + 1)) != null) {
                problems.add(problem("/" + key, "give each key once", "同一个键只能出现一次"));
            }
        }
        return values;
    }

    private static void check(Map<String, String> values, String key, Pattern pattern, List<Problem> problems) {
        if (values.containsKey(key) && !pattern.matcher(values.get(key)).matches()) {
            problems.add(problem("/" + key, "expected: " + pattern, "格式应为：" + pattern));
        }
    }

    private static Optional<RecordType> type(Map<String, String> values, List<Problem> problems) {
        if (!values.containsKey("kind") || !values.containsKey("type")) {
            return Optional.empty();
        }
        try {
            return Optional.of(new RecordType(values.get("kind"), values.get("type")));
        } catch (IllegalArgumentException e) {
            problems.add(problem("/kind", "kind and type as the catalogue names them", "记录种类或类型名称不正确"));
            return Optional.empty();
        }
    }

    private static List<City> cities(Map<String, String> values, List<Problem> problems) {
        Set<City> cities = new LinkedHashSet<>();
        for (String name : values.getOrDefault("to", "").split(",", -1)) {
            try {
                if (values.containsKey("to") && !cities.add(new City(name))) {
                    problems.add(problem("/to", "name each city once", "每个城市只能填写一次"));
                }
            } catch (IllegalArgumentException e) {
                problems.add(problem("/to", "names of cities, separated by commas", "城市名称以英文逗号分隔"));
            }
        }
        return List.copyOf(cities);
    }

    private static Problem missing(String key) {
        return problem("/" + key, "add a line " + key + "=…", "缺少 " + key + "=… 一行");
    }

    private static Problem problem(String pointer, String hint, String hintZh) {
        return new Problem("MARKER_INVALID", pointer, hint, hintZh);
    }
}
