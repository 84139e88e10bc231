package cn.changzhutan.exchange.pipeline;

import cn.changzhutan.exchange.store.Database;
import cn.changzhutan.exchange.store.PeerStore;
import cn.changzhutan.exchange.witness.WitnessLedger;
import java.sql.Connection;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What this city knows of the other cities' logs, as its witness sees it: the same rows by which records are accepted, so that it cannot
 * cosign one history and receive from another. Thread-safe.
 */
final class PeerLedger implements WitnessLedger {
    private final Database database;
    private final Clock clock;
    private final Consumer<String> stopped;

    /** @param stopped told of an origin that has contradicted itself, after that is durable */
    PeerLedger(Database database, Clock clock, Consumer<String> stopped) {
        this.database = database;
        this.clock = clock;
        this.stopped = stopped;
    }

    /** @throws LogUnavailableException if the database cannot be used */
    @Override
    public <T> T inTurn(String origin, Function<Page, T> decision) {
        boolean[] contradicted = new boolean[1];
        T decided = Repeatable.call(() -> database.transaction(c -> {
            PeerStore.lockOrigin(c, origin);
            RowPage page = new RowPage(c, origin);
            T result = decision.apply(page);
            contradicted[0] = page.contradicted;
            return result;
        }));
        if (contradicted[0]) {
            stopped.accept(origin);
        }
        return decided;
    }

    /** @throws LogUnavailableException if the database cannot be read */
    @Override
    public Optional<Seen> newest(String origin) {
        return Repeatable.call(() -> database.once(c -> PeerStore.newest(c, origin)))
                .map(PeerLedger::seen);
    }

    private static Seen seen(PeerStore.Seen row) {
        return new Seen(row.size(), row.root(), row.note());
    }

    /** What a call of it throws goes through the decision, so that its transaction is rolled back. */
    private final class RowPage implements Page {
        private final Connection c;
        private final String origin;
        private boolean contradicted;

        RowPage(Connection c, String origin) {
            this.c = c;
            this.origin = origin;
        }

        @Override
        public long cosignedSize() {
            return Repeatable.call(() -> PeerStore.cosignedSize(c, origin));
        }

        @Override
        public Optional<Seen> newest() {
            return Repeatable.call(() -> PeerStore.newest(c, origin)).map(PeerLedger::seen);
        }

        @Override
        public Optional<Seen> at(long size) {
            return Repeatable.call(() -> PeerStore.seen(c, origin, size)).map(PeerLedger::seen);
        }

        @Override
        public boolean isStopped() {
            return Repeatable.call(() -> PeerStore.isStopped(c, origin));
        }

        @Override
        public void cosigned(Seen seen) {
            Repeatable.run(() -> {
                PeerStore.save(c, origin, new PeerStore.Seen(seen.size(), seen.root(), seen.note()), clock.instant());
                PeerStore.saveCosigned(c, origin, seen.size());
            });
        }

        @Override
        public void conflict(Seen known, String other) {
            Repeatable.run(() -> PeerStore.saveConflict(c, origin, known.note(), other, clock.instant()));
            contradicted = true;
        }
    }
}
