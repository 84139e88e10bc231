package cn.changzhutan.exchange.pipeline;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.ExchangeId;
import cn.changzhutan.exchange.RecordType;
import cn.changzhutan.exchange.VerificationException;
import cn.changzhutan.exchange.crypto.ArchiveKey;
import cn.changzhutan.exchange.crypto.EnvelopeOpener;
import cn.changzhutan.exchange.log.Leaf;
import cn.changzhutan.exchange.log.SealedContent;
import cn.changzhutan.exchange.mapping.Mapping;
import cn.changzhutan.exchange.mapping.UnmappableException;
import cn.changzhutan.exchange.store.InboxStore;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Turns a row of the inbox into what the back office gets: decrypted with its archived key, mapped to the city's form. Thread-safe. */
final class InboxReader {
    private final ArchiveKey archive;
    private final Catalogue catalogue;
    private final RecentContents<ByteBuffer> recent;

    InboxReader(ArchiveKey archive, Catalogue catalogue, RecentContents<ByteBuffer> recent) {
        this.recent = recent;
        this.archive = archive;
        this.catalogue = catalogue;
    }

    /**
     * @throws UnmappableException if the city's form cannot express the record: it goes back to its sender
     * @throws IllegalStateException if the row cannot be opened: it stays pending and alarms
     */
    Delivery read(InboxStore.Row row) {
        ExchangeId id = new ExchangeId(row.id());
        RecordType type = new RecordType(row.kind(), row.type());
        Mapping mapping =
                catalogue.mapping(type).orElseThrow(() -> new IllegalStateException("no route any more for " + type));
        try {
            Optional<RecentContents.Content> known = recent.of(ByteBuffer.wrap(row.leafHash()));
            Leaf leaf = known.isPresent() ? known.get().accepted() : Leaf.parse(row.leaf());
            JsonNode record = known.isPresent() ? known.get().record() : opened(row, id);
            return new Delivery(
                    id,
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

    private JsonNode opened(InboxStore.Row row, ExchangeId id) throws VerificationException {
        byte[] inside = EnvelopeOpener.openWithRecordKey(row.envelope(), archive.unwrap(row.recordKey(), id));
        return SealedContent.open(inside).record();
    }

    static ReturnReason notExpressible(UnmappableException e) {
        return new ReturnReason(
                "NOT_EXPRESSIBLE",
                "接收城市的格式无法表示此记录 / the receiving city's form cannot express this record: "
                        + e.problem().pointer());
    }
}
