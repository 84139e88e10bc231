package cn.changzhutan.exchange.audit;

import cn.changzhutan.exchange.Caller;
import cn.changzhutan.exchange.log.LeafBuilder;
import cn.changzhutan.exchange.log.LogEvent;
import cn.changzhutan.exchange.pipeline.LogEntries;
import cn.changzhutan.exchange.store.SideRowStore;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * Enters every question into the log before its answer is given: no entry, no answer. The leaf says that somebody asked and binds what
 * was asked; who, what and why stand in the side row, encrypted. Thread-safe.
 */
final class QueryLog {
    /** What was done. The names stand in the log as outcomes and never change. */
    enum Action {
        SEARCH,
        COUNT,
        EXPORT,
        TRACKER,
        EVIDENCE
    }

    private final LogEntries entries;
    private final QuerySide side;

    QueryLog(LogEntries entries, QuerySide side) {
        this.entries = entries;
        this.side = side;
    }

    /** A question as it is kept. */
    static ObjectNode question(Caller user, Action action, String reason, JsonNode terms) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("user", user.name())
                .put("role", user.role().text())
                .put("action", action.name())
                .put("reason", reason);
        json.set("terms", terms);
        return json;
    }

    /**
     * @param rows how many were found
     * @param manifest hex digest of what was handed out as a file
     * @return index of the entry; it is durable and signed
     * @throws cn.changzhutan.exchange.pipeline.LogUnavailableException and then nothing may be answered
     */
    long enter(Action action, ObjectNode question, long rows, Optional<String> manifest) {
        QuerySide.Sealed sealed = side.seal(question.deepCopy().put("rows", rows));
        LeafBuilder leaf =
                entries.leaf(LogEvent.LOG_QUERIED).outcome(action.name()).nativeDigest(sealed.digest());
        manifest.ifPresent(leaf::recordDigest);
        return entries.append(leaf.build(), (c, index) -> SideRowStore.saveQuery(c, index, sealed.content()));
    }
}
