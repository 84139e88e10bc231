package cn.changzhutan.exchange.mapping;

import java.util.HashSet;
import java.util.Set;

/** The texts by which a city's form says that there is nothing ("", "-", 无): such a field is absent. Immutable. */
record Blanks(Set<String> texts) {
    Blanks {
        texts = Set.copyOf(texts);
    }

    /** The option {@code blanks}; the empty text always counts. */
    static Blanks of(Options options) {
        Set<String> texts = new HashSet<>(options.texts("blanks"));
        texts.add("");
        return new Blanks(texts);
    }

    /** @param literal the field is listed under {@code literal}: only the empty text is nothing there, for a test result may be "-" */
    boolean has(String text, boolean literal) {
        return literal ? text.isEmpty() : texts.contains(text);
    }
}
