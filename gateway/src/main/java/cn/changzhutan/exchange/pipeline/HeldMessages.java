package cn.changzhutan.exchange.pipeline;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.ExchangeId;
import cn.changzhutan.exchange.log.ConsistencyAsk;
import cn.changzhutan.exchange.store.Database;
import cn.changzhutan.exchange.store.InboxStore;
import cn.changzhutan.exchange.store.PeerStore;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The messages of other cities that wait for their checkpoint or behind one that does, and the asks that bring checkpoints. Durable;
 * thread-safe.
 */
final class HeldMessages {
    private final City self;
    private final PeerLogs logs;
    private final Outbox outbox;
    private final Database database;
    private final Clock clock;

    HeldMessages(City self, PeerLogs logs, Outbox outbox, Database database, Clock clock) {
        this.self = self;
        this.logs = logs;
        this.outbox = outbox;
        this.database = database;
        this.clock = clock;
    }

    void hold(Peer peer, List<PeerStore.Message> messages) {
        Repeatable.run(() -> database.run(c -> {
            for (PeerStore.Message message : messages) {
                PeerStore.hold(c, peer.origin(), message, clock.instant());
            }
        }));
        askForLink(peer);
        askForExpected(peer);
    }

    /** For a proof from the newest that is known of a peer's log. */
    void askForLink(Peer peer) {
        outbox.ask(
                peer, new ConsistencyAsk(peer.origin(), self, Repeatable.call(() -> logs.newestSize(peer.origin()))));
    }

    /** The checkpoints under which messages are held may never come by themselves: their sender may have been killed meanwhile. */
    void askForExpected(Peer peer) {
        logs.takeExpected(peer.origin())
                .forEach(size -> outbox.ask(peer, new ConsistencyAsk(peer.origin(), self, size)));
    }

    /** Of a peer, in their order at the broker, behind {@code last} if there is one. */
    List<PeerStore.Held> page(Peer peer, Optional<PeerStore.Message> last, int limit) {
        return Repeatable.call(() -> database.once(c -> PeerStore.heldBehind(c, peer.origin(), last, limit)));
    }

    /** As {@link #page}, of the ordering keys of these messages. */
    List<PeerStore.Held> pageOfKeys(List<PeerStore.Message> messages, Optional<PeerStore.Message> last, int limit) {
        Set<String> topics = new HashSet<>();
        Set<byte[]> keys = new TreeSet<>(Arrays::compare);
        for (PeerStore.Message message : messages) {
            topics.add(message.topic());
            Optional.ofNullable(message.key()).ifPresent(keys::add);
        }
        return keys.isEmpty()
                ? List.of()
                : Repeatable.call(() -> database.once(c -> PeerStore.heldOfKeys(c, topics, keys, last, limit)));
    }

    /** Leaf hashes of those whose record was received already, from another message: nothing has to wait for them. */
    Set<ByteBuffer> received(List<HeldClaim> claims) {
        List<UUID> ids = claims.stream()
                .flatMap(claim -> claim.exchange().stream())
                .map(ExchangeId::value)
                .toList();
        return ids.isEmpty()
                ? Set.of()
                : Repeatable.call(() -> database.once(c -> InboxStore.byIds(c, ids))).values().stream()
                        .map(row -> ByteBuffer.wrap(row.leafHash()))
                        .collect(Collectors.toSet());
    }

    void release(List<PeerStore.Message> messages) {
        Repeatable.run(() -> database.run(c -> PeerStore.release(c, messages)));
    }
}
