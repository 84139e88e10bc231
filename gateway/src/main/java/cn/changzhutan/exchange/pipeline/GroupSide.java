package cn.changzhutan.exchange.pipeline;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.RecordType;
import cn.changzhutan.exchange.store.OutboxStore;
import cn.changzhutan.exchange.store.TallyStore;
import cn.changzhutan.exchange.store.TallyStore.Count;
import cn.changzhutan.exchange.store.TallyStore.Direction;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the effects of one group write together, in one statement each: messages for other cities, and counts; and whom to tell of it.
 * For the log's writer alone.
 */
final class GroupSide {
    private final List<OutboxStore.Message> messages = new ArrayList<>();
    private final TallyStore.Counts counts = new TallyStore.Counts();
    private final Set<OfficeNews.Box> news = new HashSet<>();

    /** Effects send in the order in which they append: the messages stand in order of their leaves. */
    void send(long leafIndex, String topic, byte[] key, byte[] envelope) {
        messages.add(new OutboxStore.Message(leafIndex, topic, key, envelope));
    }

    /** One more. */
    void count(Direction direction, City peer, RecordType type, Count what) {
        counts.add(direction, peer, type, what);
    }

    /** Once this is committed, something new is there for a system. */
    void tell(OfficeNews.Kind kind, String system) {
        news.add(new OfficeNews.Box(kind, system));
    }

    Set<OfficeNews.Box> news() {
        return news;
    }

    void store(Connection c) throws SQLException {
        if (!messages.isEmpty()) {
            OutboxStore.insert(c, messages);
        }
        TallyStore.add(c, counts);
    }
}
