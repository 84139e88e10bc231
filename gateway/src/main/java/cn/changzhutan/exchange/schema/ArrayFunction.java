package cn.changzhutan.exchange.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.schibsted.spt.data.jslt.Function;
import com.schibsted.spt.data.jslt.JsltException;
import java.util.ArrayList;
import java.util.List;

/** A JSLT function over an array of scalars; null gives null. Thread-safe if its body is. */
record ArrayFunction(String name, Body body) implements Function {
    /** What a function does with the texts of the elements. */
    interface Body {
        JsonNode apply(List<String> elements);
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public int getMinArguments() {
        return 1;
    }

    @Override
    public int getMaxArguments() {
        return 1;
    }

    @Override
    public JsonNode call(JsonNode input, JsonNode[] arguments) {
        if (!arguments[0].isArray()) {
            return NullNode.instance;
        }
        try {
            List<String> elements = new ArrayList<>(arguments[0].size());
            arguments[0].forEach(element -> elements.add(TextFunction.text(element)));
            return body.apply(elements);
        } catch (IllegalArgumentException e) {
            throw new JsltException(name + ": " + e.getMessage());
        }
    }
}
