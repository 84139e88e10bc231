package cn.changzhutan.exchange.pipeline;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** All that one group has for one effect. For the log's writer alone. */
final class GroupWork<T> {
    private final Effect<T> effect;
    private final List<GroupQueue.Ticket<T>> tickets = new ArrayList<>();
    private final List<T> items = new ArrayList<>();
    private long[] first;

    GroupWork(Effect<T> effect) {
        this.effect = effect;
    }

    void add(GroupQueue.Ticket<T> ticket) {
        tickets.add(ticket);
        items.addAll(ticket.items());
    }

    void admit(Connection c, long size, List<NewLeaf> leaves) throws SQLException {
        first = new long[items.size()];
        List<List<NewLeaf>> admitted = effect.admit(c, items);
        for (int i = 0; i < first.length; i++) {
            List<NewLeaf> own = admitted.get(i);
            first[i] = own.isEmpty() ? -1 : size + leaves.size();
            leaves.addAll(own);
        }
    }

    void store(Connection c, GroupSide side) throws SQLException {
        effect.store(c, items, first, side);
    }

    void complete(LogView view) {
        int at = 0;
        for (GroupQueue.Ticket<T> ticket : tickets) {
            int count = ticket.items().size();
            ticket.done().complete(new GroupCommit.Committed(view, Arrays.copyOfRange(first, at, at + count)));
            at += count;
        }
    }
}
