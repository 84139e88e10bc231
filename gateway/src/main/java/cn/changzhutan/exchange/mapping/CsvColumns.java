package cn.changzhutan.exchange.mapping;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The columns that a CSV form has.
 *
 * @param all in the order in which they are written
 * @param optional those that a file may lack
 * @param ignored those that a file may have and that are not read
 * @param literal those in which words for "nothing" are content
 */
record CsvColumns(List<String> all, Set<String> optional, Set<String> ignored, Set<String> literal) {
    static CsvColumns of(Options options) {
        List<String> all = options.texts("columns");
        if (all.isEmpty()) {
            options.problem("columns", "missing (expected: the list of columns)");
        }
        Set<String> optional = some("optional", all, options);
        Set<String> ignored = Set.copyOf(options.texts("ignored"));
        return new CsvColumns(all, optional, ignored, some("literal", all, options));
    }

    private static Set<String> some(String key, List<String> all, Options options) {
        List<String> names = options.texts(key);
        for (String name : names) {
            if (!all.contains(name)) {
                options.problem(key, name + " is not one of the columns");
            }
        }
        return Set.copyOf(names);
    }

    /** @throws MalformedException if the header lacks a column, has one twice, or has one that the form does not know */
    void check(CsvTable table) throws MalformedException {
        Found found = new Found();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < table.header().size(); i++) {
            String name = table.header().get(i);
            String pointer = "/" + table.headerRow().number() + "/" + (i + 1);
            boolean known = all.contains(name);
            if (!known && !ignored.contains(name)) {
                // A file without a header shows a citizen's data in its first row: the column goes by its number.
                found.unknownField(pointer);
            } else if (!seen.add(name)) {
                found.add("DUPLICATE_FIELD", pointer, "column " + name + " stands there twice", "列 " + name + " 重复");
            }
        }
        for (String name : all) {
            if (!seen.contains(name) && !optional.contains(name)) {
                found.add(
                        "MISSING_COLUMN",
                        "/" + table.headerRow().number(),
                        "the header lacks column " + name,
                        "表头缺少列 " + name);
            }
        }
        found.throwIfAny();
    }
}
