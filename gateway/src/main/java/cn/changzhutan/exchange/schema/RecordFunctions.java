package cn.changzhutan.exchange.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.schibsted.spt.data.jslt.Function;
import com.schibsted.spt.data.jslt.JsltException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/**
 * The JSLT functions that mappings and cross-field rules share. Null gives null. Functions toward the shared form answer a value that
 * they cannot convert with {@link #UNCONVERTIBLE}, which every schema refuses at the field's own pointer; functions toward a native
 * form, and those of rules, only ever see valid records and throw {@link JsltException}, whose message holds no value. Stateless.
 *
 * <p>Toward the shared form: {@code half-width(x)}, {@code upper(x)}, {@code blank-to-null(x)} ("", "-", 无 and the like),
 * {@code plain(x)} (half-width, then blank-to-null), {@code id15-to-18(x)} and {@code citizen-id(x)} (half-width, upper-case X, 15 to
 * 18 digits), {@code yuan(x)}, {@code yuan-from-fen(x)}, {@code yuan-from-wan(x)}, {@code rate(x)}, {@code rate-from-percent(x)},
 * {@code whole(x)}, {@code date(x)}, {@code date-from-excel(x)}, {@code month(x)}, {@code instant(x)},
 * {@code to-code(x, table, column)}.
 *
 * <p>Toward a native form: {@code fen-from-yuan(x)}, {@code wan-from-yuan(x)}, {@code percent-from-rate(x)},
 * {@code date-compact(x)} (yyyyMMdd, and yyyyMM for a month), {@code date-slash(x)} (yyyy/M/d), {@code date-to-excel(x)},
 * {@code instant-compact(x)} (yyyyMMddHHmmss at +08:00), {@code from-code(x, table, column)}, {@code mask-id(x)}.
 *
 * <p>Of rules: {@code sex-of-id(x)}, {@code birth-date-of-id(x)}, {@code is-citizen-id(x, today)}, {@code is-uscc(x)},
 * {@code is-decimal(x)}, {@code plus-years(date, n)}, {@code months-between(first, last)}, {@code money-add(a, b)},
 * {@code money-sum(array)}, {@code money-compare(a, b)}, {@code all-different(array)}.
 */
public final class RecordFunctions {
    /** Stands for a value that could not be converted: U+FFFD, which no format, code table or text field of a schema accepts. */
    public static final String UNCONVERTIBLE = "\uFFFD";

    private RecordFunctions() {}

    /** All functions, names in kebab-case, over these code tables. */
    public static Collection<Function> all(CodeTables codes) {
        List<Function> functions = new ArrayList<>(towardShared(codes));
        functions.addAll(towardNative(codes));
        functions.addAll(ofRules());
        return List.copyOf(functions);
    }

    private static List<Function> towardShared(CodeTables codes) {
        return List.of(
                in("half-width", Texts::halfWidth),
                in("upper", Texts::upper),
                in("blank-to-null", text -> Texts.isBlank(text) ? null : text),
                in("plain", text -> Texts.isBlank(text) ? null : Texts.halfWidth(text)),
                in("id15-to-18", Texts::citizenId),
                in("citizen-id", Texts::citizenId),
                in("yuan", text -> Amounts.yuan(text, 0)),
                in("yuan-from-fen", text -> Amounts.yuan(text, -2)),
                in("yuan-from-wan", text -> Amounts.yuan(text, 4)),
                in("rate", Amounts::rate),
                in("rate-from-percent", Amounts::rateFromPercent),
                new TextFunction("whole", 1, RecordFunctions::mark, all -> LongNode.valueOf(Amounts.whole(all.get(0)))),
                in("date", Dates::date),
                in("date-from-excel", Dates::fromSerial),
                in("month", Dates::month),
                in("instant", Dates::instant),
                new TextFunction("to-code", 3, RecordFunctions::mark, all -> toCode(codes, all)));
    }

    private static List<Function> towardNative(CodeTables codes) {
        return List.of(
                out("fen-from-yuan", Amounts::fen),
                out("wan-from-yuan", Amounts::wan),
                out("percent-from-rate", Amounts::percent),
                out("date-compact", Dates::compact),
                out("date-slash", Dates::slashed),
                out("date-to-excel", Dates::toSerial),
                out("instant-compact", Dates::compactInstant),
                out("mask-id", Texts::maskedCitizenId),
                new TextFunction("from-code", 3, RecordFunctions::refuse, all -> fromCode(codes, all)));
    }

    private static List<Function> ofRules() {
        return List.of(
                out("sex-of-id", Texts::sexOfCitizenId),
                out("birth-date-of-id", Texts::birthDateOfCitizenId),
                of(
                        "is-citizen-id",
                        2,
                        all -> flag(CheckDigits.citizenId(all.get(0), Dates.parse(all.get(1)))
                                .isEmpty())),
                of("is-uscc", 1, all -> flag(CheckDigits.uscc(all.get(0)).isEmpty())),
                of("is-decimal", 1, all -> flag(Amounts.isDecimal(all.get(0)))),
                of("plus-years", 2, all -> TextNode.valueOf(Dates.plusYears(all.get(0), all.get(1)))),
                of("months-between", 2, all -> LongNode.valueOf(Dates.monthsBetween(all.get(0), all.get(1)))),
                of("money-add", 2, RecordFunctions::sum),
                of("money-compare", 2, all -> IntNode.valueOf(Amounts.compare(all.get(0), all.get(1)))),
                new ArrayFunction("money-sum", RecordFunctions::sum),
                new ArrayFunction("all-different", all -> flag(new HashSet<>(all).size() == all.size())));
    }

    private static JsonNode sum(List<String> amounts) {
        BigDecimal total = amounts.stream().map(Amounts::decimal).reduce(BigDecimal.ZERO, BigDecimal::add);
        return TextNode.valueOf(Amounts.yuan(total.toPlainString(), 0));
    }

    private static JsonNode toCode(CodeTables codes, List<String> arguments) {
        String text = Texts.halfWidth(arguments.get(0));
        Optional<String> code = column(codes, arguments, (table, column) -> table.code(column, text));
        return TextNode.valueOf(code.orElse(UNCONVERTIBLE));
    }

    private static JsonNode fromCode(CodeTables codes, List<String> arguments) {
        Optional<String> text = column(codes, arguments, (table, column) -> table.text(column, arguments.get(0)));
        return TextNode.valueOf(text.orElseThrow(() -> new IllegalArgumentException(
                "the table " + arguments.get(1) + " has no text in the column " + arguments.get(2) + " for the code")));
    }

    /** A wrong table or column is the mapping author's fault, not the value's: it is not marked, it stops. */
    private static Optional<String> column(
            CodeTables codes, List<String> arguments, BiFunction<CodeTable, String, Optional<String>> look) {
        try {
            return look.apply(codes.get(arguments.get(1)), arguments.get(2));
        } catch (IllegalArgumentException e) {
            throw new JsltException(e.getMessage());
        }
    }

    private static Function in(String name, UnaryOperator<String> convert) {
        return new TextFunction(name, 1, RecordFunctions::mark, all -> nullable(convert.apply(all.get(0))));
    }

    private static Function out(String name, UnaryOperator<String> convert) {
        return of(name, 1, all -> TextNode.valueOf(convert.apply(all.get(0))));
    }

    private static Function of(String name, int arity, TextFunction.Body body) {
        return new TextFunction(name, arity, RecordFunctions::refuse, body);
    }

    private static JsonNode nullable(String text) {
        return text == null ? NullNode.instance : TextNode.valueOf(text);
    }

    private static JsonNode flag(boolean value) {
        return BooleanNode.valueOf(value);
    }

    private static JsonNode mark(String function, IllegalArgumentException cause) {
        return TextNode.valueOf(UNCONVERTIBLE);
    }

    private static JsonNode refuse(String function, IllegalArgumentException cause) {
        throw new JsltException(function + ": " + cause.getMessage());
    }
}
