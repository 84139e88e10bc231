package cn.changzhutan.exchange.mapping;

import cn.changzhutan.exchange.SettingsProblems;
import com.fasterxml.jackson.databind.JsonNode;

/** The formats that route.yaml can name: the one list of them. */
final class Formats {
    private Formats() {}

    /** @param file what problems name: the route.yaml that holds the block */
    static NativeFormat of(String file, JsonNode block, SettingsProblems problems) {
        Options all = new Options(file, "format", block, problems);
        int named = (all.has("json") ? 1 : 0) + (all.has("csv") ? 1 : 0) + (all.has("xml") ? 1 : 0);
        if (named != 1 || block.size() != 1) {
            all.problem("", "expected: exactly one of json, csv, xml");
        }
        String name = all.has("csv") ? "csv" : all.has("xml") ? "xml" : "json";
        Options options = all.block(name);
        NativeFormat format = switch (name) {
            case "csv" -> CsvFormat.of(options);
            case "xml" -> XmlFormat.of(options);
            default -> JsonFormat.of(options);
        };
        options.refuseOthers();
        return format;
    }
}
