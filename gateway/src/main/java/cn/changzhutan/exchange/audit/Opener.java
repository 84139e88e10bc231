package cn.changzhutan.exchange.audit;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.VerificationException;
import cn.changzhutan.exchange.log.Leaf;
import cn.changzhutan.exchange.log.LogEvent;
import cn.changzhutan.exchange.log.Openings;
import cn.changzhutan.exchange.schema.Person;
import cn.changzhutan.exchange.store.IndexStore.Entry;
import cn.changzhutan.exchange.store.LogStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Shows who stands behind entries, for whoever may see it: from the side rows, never from the index. Thread-safe. */
final class Opener {
    private final City self;
    private final SideRows sideRows;

    Opener(City self, SideRows sideRows) {
        this.self = self;
        this.sideRows = sideRows;
    }

    SideRows.Opened open(Connection c, List<Entry> entries) throws SQLException {
        SideRows.Wanted wanted = new SideRows.Wanted();
        for (Entry entry : entries) {
            String event = entry.facts().event();
            if (event.equals(LogEvent.ACCEPTED.name())) {
                wanted.sent().put(entry.leafIndex(), entry.exchange());
            } else if (event.equals(LogEvent.RECEIVED.name())) {
                wanted.received().put(entry.leafIndex(), entry.exchange());
            } else if (event.equals(LogEvent.LOG_QUERIED.name())) {
                digest(c, entry.leafIndex())
                        .ifPresent(digest -> wanted.queries().put(entry.leafIndex(), digest));
            }
        }
        return sideRows.open(c, wanted);
    }

    private static Optional<String> digest(Connection c, long index) throws SQLException {
        Optional<byte[]> leaf = LogStore.readLeaf(c, index);
        try {
            return leaf.isEmpty() ? Optional.empty() : Leaf.parse(leaf.get()).nativeDigest();
        } catch (VerificationException e) {
            return Optional.empty();
        }
    }

    List<Item> closed(List<Entry> entries) {
        return entries.stream()
                .map(entry -> Item.of(self, entry, Optional.empty(), Optional.empty()))
                .toList();
    }

    List<Item> items(Connection c, List<Entry> entries) throws SQLException {
        SideRows.Opened opened = open(c, entries);
        return entries.stream()
                .map(entry -> Item.of(
                        self,
                        entry,
                        Optional.ofNullable(opened.openings().get(entry.leafIndex()))
                                .map(Opener::actor),
                        Optional.ofNullable(opened.queries().get(entry.leafIndex()))
                                .map(query -> new Item.Asked(query.user(), query.reason()))))
                .toList();
    }

    private static Item.Actor actor(Openings openings) {
        return new Item.Actor(
                openings.officer(),
                openings.caseNumber(),
                openings.onBehalfOf(),
                openings.persons().stream()
                        .map(each -> Person.of(each.idType(), each.id()).masked())
                        .toList());
    }
}
