package cn.changzhutan.exchange.audit;

import cn.changzhutan.exchange.Caller;
import cn.changzhutan.exchange.ExchangeId;
import cn.changzhutan.exchange.crypto.CityKeys;
import cn.changzhutan.exchange.pipeline.LogEntries;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Optional;

/** Enters into the log that evidence of an exchange is given to an auditor, before it is given. Thread-safe. */
public final class EvidenceQueries {
    private final QueryLog queries;

    public EvidenceQueries(CityKeys keys, LogEntries entries) {
        queries = new QueryLog(entries, Secrets.queries(keys));
    }

    /**
     * @param reason as the auditor stated it; "" if the record in clear is not asked for
     * @throws cn.changzhutan.exchange.pipeline.LogUnavailableException and then nothing may be given
     */
    public void enter(Caller user, String reason, ExchangeId exchange) {
        var terms = JsonNodeFactory.instance.objectNode().put("exchange", exchange.toString());
        queries.enter(
                QueryLog.Action.EVIDENCE,
                QueryLog.question(user, QueryLog.Action.EVIDENCE, reason, terms),
                1,
                Optional.empty());
    }
}
