package cn.changzhutan.exchange.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.schibsted.spt.data.jslt.Function;
import java.util.Arrays;
import java.util.List;

/**
 * A JSLT function over texts. Numbers are taken as their exact decimal text; null in the first argument gives null, and so do blank
 * results. Arguments behind the first are parameters that the mapping's author writes. Thread-safe if its body is.
 */
final class TextFunction implements Function {
    /** What a function does with the texts of its arguments. */
    interface Body {
        /** @throws IllegalArgumentException if the first text cannot be converted; its message holds no value */
        JsonNode apply(List<String> arguments);
    }

    /** What becomes of a value that cannot be converted. */
    interface Failure {
        JsonNode answer(String function, IllegalArgumentException cause);
    }

    private final String name;
    private final int arity;
    private final Failure failure;
    private final Body body;

    TextFunction(String name, int arity, Failure failure, Body body) {
        this.name = name;
        this.arity = arity;
        this.failure = failure;
        this.body = body;
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public int getMinArguments() {
        return arity;
    }

    @Override
    public int getMaxArguments() {
        return arity;
    }

    @Override
    public JsonNode call(JsonNode input, JsonNode[] arguments) {
        if (arguments[0].isNull() || arguments[0].isMissingNode()) {
            return NullNode.instance;
        }
        try {
            return arity == 1
                    ? body.apply(List.of(text(arguments[0])))
                    : body.apply(
                            Arrays.stream(arguments).map(TextFunction::text).toList());
        } catch (IllegalArgumentException e) {
            return failure.answer(name, e);
        }
    }

    /** The exact text of a scalar; numbers without an exponent. */
    static String text(JsonNode node) {
        if (node.isTextual()) {
            return node.textValue();
        }
        if (node.isNumber()) {
            return node.isIntegralNumber() ? node.asText() : node.decimalValue().toPlainString();
        }
        throw new IllegalArgumentException("neither text nor number");
    }
}
