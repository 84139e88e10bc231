package cn.changzhutan.exchange.mapping;

import cn.changzhutan.exchange.schema.CodeTables;
import cn.changzhutan.exchange.schema.RecordFunctions;
import com.fasterxml.jackson.databind.JsonNode;
import com.schibsted.spt.data.jslt.Function;
import com.schibsted.spt.data.jslt.JsltException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * A function as mappings see it: what it cannot convert becomes an {@link Unconvertible}, which remembers the value's own place,
 * and goes untouched through further functions. The value is the first argument of every function. Thread-safe.
 */
record CheckedFunction(Function function) implements Function {
    static Collection<Function> all(CodeTables codes) {
        List<Function> all = new ArrayList<>();
        for (Function function : RecordFunctions.all(codes)) {
            all.add(new CheckedFunction(function));
        }
        all.add(new CheckedFunction(new DecimalFunction()));
        return all;
    }

    @Override
    public String getName() {
        return function.getName();
    }

    @Override
    public int getMinArguments() {
        return function.getMinArguments();
    }

    @Override
    public int getMaxArguments() {
        return function.getMaxArguments();
    }

    @Override
    public JsonNode call(JsonNode input, JsonNode[] arguments) {
        for (JsonNode argument : arguments) {
            if (argument instanceof Unconvertible) {
                return argument;
            }
        }
        try {
            JsonNode result = function.call(input, arguments);
            if (result.isTextual() && result.textValue().equals(RecordFunctions.UNCONVERTIBLE)) {
                return new Unconvertible(arguments[0], getName());
            }
            // What was plain already stays the very node that it was, so that a later function still knows its place.
            return result.equals(arguments[0]) ? arguments[0] : result;
        } catch (JsltException e) {
            // Which field it was says more than the function's message can.
            return new Unconvertible(arguments[0], getName());
        }
    }
}
