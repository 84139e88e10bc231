package cn.changzhutan.exchange.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.schibsted.spt.data.jslt.Function;
import com.schibsted.spt.data.jslt.JsltException;
import java.math.BigDecimal;

/**
 * {@code decimal(x)}: a decimal text as a JSON number with exactly its digits, 6.10 as 6.10. JSLT's own {@code number} goes through
 * binary floating point, which neither money nor a laboratory's precision survives. Thread-safe.
 */
final class DecimalFunction implements Function {
    private static final int LONGEST = 40;

    @Override
    public String getName() {
        return "decimal";
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
        if (arguments[0].isNull()) {
            return arguments[0];
        }
        String text = arguments[0].asText();
        if (text.length() > LONGEST || text.indexOf('e') >= 0 || text.indexOf('E') >= 0) {
            throw new JsltException("decimal: expected a plain decimal");
        }
        try {
            return DecimalNode.valueOf(new BigDecimal(text));
        } catch (NumberFormatException e) {
            throw new JsltException("decimal: expected a plain decimal");
        }
    }
}
