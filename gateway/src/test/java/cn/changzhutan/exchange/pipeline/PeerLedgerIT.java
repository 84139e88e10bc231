package cn.changzhutan.exchange.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import cn.changzhutan.exchange.local.LocalDatabase;
import cn.changzhutan.exchange.local.LocalServers;
import cn.changzhutan.exchange.store.Database;
import cn.changzhutan.exchange.witness.WitnessLedger;
import cn.changzhutan.exchange.witness.WitnessLedgerContract;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PeerLedgerIT extends WitnessLedgerContract {
    private final List<String> stopped = new ArrayList<>();
    private LocalDatabase.Access access;
    private Database database;

    @Override
    protected WitnessLedger open() throws Exception {
        close();
        if (access == null) {
            access = LocalServers.newDatabase("ledger");
        }
        database = Database.open(access.url(), access.user(), access.password(), new Properties(), 6);
        database.migrate();
        return new PeerLedger(database, new MovableClock(), stopped::add);
    }

    @AfterEach
    void close() {
        if (database != null) {
            database.close();
        }
    }

    @Test
    void contradiction_isTold_onceItIsDurable() throws Exception {
        WitnessLedger ledger = open();
        WitnessLedger.Seen seen = new WitnessLedger.Seen(1, new byte[32], "note");

        ledger.inTurn("changsha.exchange.example/log", page -> {
            page.conflict(seen, "other");
            assertThat(stopped).isEmpty();
            return null;
        });

        assertThat(stopped).containsExactly("changsha.exchange.example/log");
    }
}
