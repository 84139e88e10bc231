package cn.changzhutan.exchange.pipeline;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.ExchangeId;
import cn.changzhutan.exchange.RecordType;
import cn.changzhutan.exchange.VerificationException;
import cn.changzhutan.exchange.log.Leaf;
import cn.changzhutan.exchange.mapping.Mapping;
import cn.changzhutan.exchange.mapping.UnmappableException;
import cn.changzhutan.exchange.store.InboxStore;
import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** Turns a row of the inbox into what the back office gets: opened, mapped to the city's form. Thread-safe. */
final class InboxReader {
    /** A row and what stands behind it. */
    record Waiting(InboxStore.Row row, ReceivedContents.Content content) {}

    private final ReceivedContents contents;
    private final Catalogue catalogue;

    InboxReader(ReceivedContents contents, Catalogue catalogue) {
        this.contents = contents;
        this.catalogue = catalogue;
    }

    /** In the order of the rows. */
    List<Waiting> waiting(Connection c, List<InboxStore.Row> rows) throws SQLException {
        Map<Long, ReceivedContents.Content> behind = contents.of(c, rows);
        return rows.stream()
                .map(row -> new Waiting(row, behind.get(row.receivedIndex())))
                .toList();
    }

    /**
     * @throws UnmappableException if the city's form cannot express the record: it goes back to its sender
     * @throws IllegalStateException if the row cannot be opened: it stays pending and alarms
     */
    Delivery read(Waiting waiting) {
        InboxStore.Row row = waiting.row();
        RecordType type = new RecordType(row.kind(), row.type());
        Mapping mapping =
                catalogue.mapping(type).orElseThrow(() -> new IllegalStateException("no route any more for " + type));
        try {
            Leaf leaf = waiting.content().accepted();
            JsonNode record = waiting.content().record();
            return new Delivery(
                    new ExchangeId(row.id()),
                    new City(row.fromCity()),
                    type,
                    leaf.purpose().orElseThrow(),
                    leaf.time(),
                    record,
                    mapping.fromShared(record),
                    mapping.mediaType(),
                    mapping.fileExtension());
        } catch (VerificationException e) {
            throw new IllegalStateException("a stored record does not open: " + e.code(), e);
        }
    }

    static ReturnReason notExpressible(UnmappableException e) {
        return new ReturnReason(
                "NOT_EXPRESSIBLE",
                "接收城市的格式无法表示此记录 / the receiving city's form cannot express this record: "
                        + e.problem().pointer());
    }
}
