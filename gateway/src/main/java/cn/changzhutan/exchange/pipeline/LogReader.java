package cn.changzhutan.exchange.pipeline;

import cn.changzhutan.exchange.Submission;
import cn.changzhutan.exchange.log.LogProof;
import cn.changzhutan.exchange.store.Database;
import cn.changzhutan.exchange.store.ExchangeStore;
import cn.changzhutan.exchange.store.LogStore;
import cn.changzhutan.exchange.store.OutboxStore;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Reads what was sealed: leaves with proofs under the newest checkpoint, and states of exchanges. Thread-safe. */
final class LogReader {
    /** A leaf's exact text and its tlog-proof. */
    record Proved(String leaf, String proof) {}

    private final Database database;
    private final ExchangeLog log;

    LogReader(Database database, ExchangeLog log) {
        this.database = database;
        this.log = log;
    }

    Proved prove(long index) {
        LogView view = log.newest().orElseThrow(() -> new LogUnavailableException("nothing is signed yet", null));
        byte[] leaf = read(c -> LogStore.readLeaf(c, index))
                .orElseThrow(() -> new LogUnavailableException("leaf " + index + " is not in the log", null));
        LogProof proof = view.prove(index);
        return new Proved(new String(leaf, StandardCharsets.UTF_8), proof.toText());
    }

    List<ExchangeStore.Row> exchangesOf(Submission submission) {
        return read(
                c -> ExchangeStore.byMessage(c, List.of(submission.system().value()), List.of(submission.messageId())));
    }

    /** ACCEPTED until the broker has it, SENT until the receipt is logged. */
    ExchangeState stateOf(ExchangeStore.Row row) {
        if (!row.state().equals("OPEN")) {
            return ExchangeState.valueOf(row.state());
        }
        OutboxStore.Cursor cursor = read(OutboxStore::cursor);
        return row.leafIndex() < cursor.size() ? ExchangeState.SENT : ExchangeState.ACCEPTED;
    }

    <T> T read(Database.Work<T> work) {
        return Repeatable.call(() -> database.once(work));
    }
}
