package cn.changzhutan.exchange.verify;

import cn.changzhutan.exchange.Json;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The list of checkpoints as {@code /log/checkpoints} gives it, and as a folder keeps it in {@value #FILE}. */
final class CheckpointList {
    static final String FILE = "checkpoints.json";

    private CheckpointList() {}

    static List<LogSource.Listed> parse(byte[] json, String where) throws SourceException {
        List<LogSource.Listed> listed = new ArrayList<>();
        try {
            for (JsonNode item : Json.parse(json).path("items")) {
                listed.add(new LogSource.Listed(
                        Long.parseLong(item.path("size").asText()),
                        item.path("note").asText(),
                        item.path("cosigned").textValue()));
            }
        } catch (Json.MalformedException | NumberFormatException e) {
            throw new SourceException(where + " is no list of checkpoints");
        }
        return listed;
    }

    static byte[] write(List<LogSource.Listed> listed) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        var items = root.putArray("items");
        for (LogSource.Listed each : listed) {
            ObjectNode item =
                    items.addObject().put("size", Long.toString(each.size())).put("note", each.note());
            if (each.cosigned() != null) {
                item.put("cosigned", each.cosigned());
            }
        }
        return root.toString().getBytes(StandardCharsets.UTF_8);
    }
}
