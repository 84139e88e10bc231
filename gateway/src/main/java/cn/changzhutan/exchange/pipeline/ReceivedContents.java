package cn.changzhutan.exchange.pipeline;

import cn.changzhutan.exchange.ExchangeId;
import cn.changzhutan.exchange.VerificationException;
import cn.changzhutan.exchange.crypto.ArchiveKey;
import cn.changzhutan.exchange.crypto.EnvelopeOpener;
import cn.changzhutan.exchange.log.Counterpart;
import cn.changzhutan.exchange.log.Leaf;
import cn.changzhutan.exchange.log.SealedContent;
import cn.changzhutan.exchange.store.InboxStore;
import cn.changzhutan.exchange.store.ReceivedStore;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What stands behind rows of the inbox: from memory if it was received a moment ago, else from the database. Thread-safe. */
final class ReceivedContents {
    private final RecentContents<ByteBuffer> recent;
    private final ArchiveKey archive;

    ReceivedContents(RecentContents<ByteBuffer> recent, ArchiveKey archive) {
        this.recent = recent;
        this.archive = archive;
    }

    /** A received record: opened when it is asked for, if it was not before. */
    interface Content {
        /** The sender's leaf. @throws VerificationException if the stored one is damaged */
        Leaf accepted() throws VerificationException;

        /** Where that leaf stands. */
        Counterpart place() throws VerificationException;

        /** In the shared form; not to be changed. @throws VerificationException if it cannot be opened: damaged, or erased */
        JsonNode record() throws VerificationException;
    }

    private record InMemory(RecentContents.Content content) implements Content {
        @Override
        public Leaf accepted() {
            return content.accepted();
        }

        @Override
        public Counterpart place() {
            return content.place();
        }

        @Override
        public JsonNode record() {
            return content.record();
        }
    }

    private record Stored(ExchangeId id, Optional<ReceivedStore.Content> content, ArchiveKey archive)
            implements Content {
        @Override
        public Leaf accepted() throws VerificationException {
            return Leaf.parse(stored().leaf());
        }

        @Override
        public Counterpart place() throws VerificationException {
            return CounterpartText.decode(stored().counterpart());
        }

        @Override
        public JsonNode record() throws VerificationException {
            if (stored().recordKey() == null) {
                throw new VerificationException("ERASED", "the record was erased");
            }
            byte[] key = archive.unwrap(stored().recordKey(), id);
            return SealedContent.open(EnvelopeOpener.openWithRecordKey(stored().envelope(), key))
                    .record();
        }

        private ReceivedStore.Content stored() throws VerificationException {
            return content.orElseThrow(
                    () -> new VerificationException("CONTENT_MISSING", "the inbox has a row without its content"));
        }
    }

    /** By the rows' log index. */
    Map<Long, Content> of(Connection c, Collection<InboxStore.Row> rows) throws SQLException {
        Map<Long, Content> contents = new HashMap<>();
        List<InboxStore.Row> unknown = new ArrayList<>();
        for (InboxStore.Row row : rows) {
            recent.of(ByteBuffer.wrap(row.leafHash()))
                    .ifPresentOrElse(
                            content -> contents.put(row.receivedIndex(), new InMemory(content)),
                            () -> unknown.add(row));
        }
        Map<Long, ReceivedStore.Content> stored = ReceivedStore.byIndexes(
                c, unknown.stream().map(InboxStore.Row::receivedIndex).toList());
        for (InboxStore.Row row : unknown) {
            Optional<ReceivedStore.Content> content = Optional.ofNullable(stored.get(row.receivedIndex()));
            contents.put(row.receivedIndex(), new Stored(new ExchangeId(row.id()), content, archive));
        }
        return contents;
    }
}
