package cn.changzhutan.exchange.schema;

import cn.changzhutan.exchange.Problem;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** What to do about a problem of a single field, in English and Chinese, by the problem's code. Codes are stable. */
final class Hints {
    private record Hint(String en, String zh) {}

    private static final Map<String, Hint> HINTS = Map.ofEntries(
            hint("REQUIRED", "this field is required", "此项必填"),
            hint("UNKNOWN_FIELD", "the schema has no such field", "标准中没有此项"),
            hint("FORBIDDEN_FIELD", "this field must not be sent", "此项不得报送"),
            hint("TYPE", "the field has another JSON type: %s", "数据类型应为：%s"),
            hint("NOT_ALLOWED", "only one value is allowed: %s", "只允许取值：%s"),
            hint("PATTERN", "the text is not of the form of this field", "格式不符"),
            hint("TOO_LONG", "at most %s characters", "不超过%s个字符"),
            hint("TOO_SHORT", "at least %s characters", "至少%s个字符"),
            hint("TOO_LARGE", "at most %s", "不大于%s"),
            hint("TOO_SMALL", "at least %s", "不小于%s"),
            hint("TOO_MANY", "at most %s entries", "不超过%s条"),
            hint("TOO_FEW", "at least %s entries", "至少%s条"),
            hint("DUPLICATE_ITEM", "an entry stands there more than once", "存在重复"),
            hint("CODE_UNKNOWN", "not a code of the table", "不在码表中"),
            hint("CHECK_DIGIT", "the check digit does not fit: look for a slip of the pen", "校验位不符，请核对是否录错"),
            hint("NOT_A_DATE", "not a date of the calendar, yyyy-MM-dd", "不是有效日期（yyyy-MM-dd）"),
            hint("NOT_A_MONTH", "not a month, yyyy-MM", "不是有效月份（yyyy-MM）"),
            hint("NOT_AN_INSTANT", "not a date and time with offset, yyyy-MM-ddTHH:mm:ss+08:00", "不是带时区偏移的日期时间"),
            hint("DATE_IN_FUTURE", "the date must not be in the future", "日期不得晚于今天"),
            hint("DATE_TOO_EARLY", "the year must not be before 1800", "年份不得早于1800年"),
            hint(
                    "NOT_MONEY",
                    "yuan as a text with exactly two decimals, such as 1250.00",
                    "金额以元为单位，文本，恰好两位小数，如1250.00"),
            hint(
                    "NOT_A_RATE",
                    "a fraction of one as a text without trailing zeros, such as 0.08",
                    "费率为小数文本，末尾无多余的零，如0.08"),
            hint(
                    "UNCLEAN_TEXT",
                    "a space at an end, a line break, an invisible character, or a character lost in conversion",
                    "首尾有空格，或含换行、不可见字符、转换丢失的字符"),
            hint("NOT_BASE64", "not Base64 by RFC 4648 section 4 with padding", "不是规范的Base64"));

    private Hints() {}

    /** @param limit what the schema demands, for codes that name it; @param field the field's schema, whose description is added */
    static Problem problem(String code, String pointer, String limit, JsonNode field) {
        Hint hint = HINTS.get(code);
        if (hint == null) {
            throw new IllegalStateException("no hint for the problem code " + code);
        }
        String[] description = field.path("description").asText().split("\n", 2);
        boolean both = description.length == 2;
        return new Problem(
                code,
                pointer,
                hint.en().replace("%s", limit) + (both ? " (" + description[1] + ")" : ""),
                hint.zh().replace("%s", limit) + (both ? "（" + description[0] + "）" : ""));
    }

    private static Map.Entry<String, Hint> hint(String code, String en, String zh) {
        return Map.entry(code, new Hint(en, zh));
    }
}
