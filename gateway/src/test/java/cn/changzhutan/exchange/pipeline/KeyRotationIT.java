package cn.changzhutan.exchange.pipeline;

import static cn.changzhutan.exchange.pipeline.ThreeCities.CHANGSHA;
import static cn.changzhutan.exchange.pipeline.ThreeCities.PENSION;
import static cn.changzhutan.exchange.pipeline.ThreeCities.ZHUZHOU;
import static org.assertj.core.api.Assertions.assertThat;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.crypto.CityKeys;
import cn.changzhutan.exchange.crypto.KeyUse;
import cn.changzhutan.exchange.log.CityLines;
import cn.changzhutan.exchange.log.Leaf;
import cn.changzhutan.exchange.log.LogEvent;
import cn.changzhutan.exchange.store.LogStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Keys are replaced while records are on their way, before and after the others have heard of them. */
class KeyRotationIT extends WithCities {
    private int sent;
    private long cosignedBefore;

    @Test
    void logKeys_areRotatedWithoutAStop_andEachStepIsLogged() throws Exception {
        take(CHANGSHA);
        Answer.Accepted before = exchange();
        cities.pinned.put(CHANGSHA, cities.keys.get(CHANGSHA));

        CityKeys.rotate(folder.resolve("changsha"), KeyUse.LOG);
        take(CHANGSHA);
        Answer.Accepted whileTheOthersKnowTheOldOnly = exchange();
        assertThat(whileTheOthersKnowTheOldOnly.receipts().get(0).proof()).containsPattern("(— changsha.*\\s){4}");

        cities.pinned.remove(CHANGSHA);
        exchange();

        CityKeys.retire(folder.resolve("changsha"), KeyUse.LOG);
        take(CHANGSHA);
        Answer.Accepted after = exchange();
        assertThat(after.receipts().get(0).proof()).containsPattern("(— changsha.*\\s){2}");
        assertThat(noteOf(before)).doesNotContain(newestLine(after));

        assertThat(keyChanges(CHANGSHA))
                .startsWith("added", "added", "added", "added", "added")
                .endsWith("added", "added", "REMOVED", "REMOVED")
                .hasSize(9);
    }

    @Test
    void payloadKeys_openWhatWasSealedBeforeAndAfterTheOthersKnew() throws Exception {
        String old = cities.keys.get(ZHUZHOU).kek().kekId();
        cities.pinned.put(ZHUZHOU, cities.keys.get(ZHUZHOU));
        CityKeys.rotate(folder.resolve("zhuzhou"), KeyUse.PAYLOAD);
        take(ZHUZHOU);
        assertThat(exchange().receipts().get(0).leaf()).contains(old);

        cities.pinned.remove(ZHUZHOU);
        String next = cities.keys.get(ZHUZHOU).kek().kekId();
        assertThat(next).isNotEqualTo(old);
        assertThat(exchange().receipts().get(0).leaf()).contains(next);
    }

    @Test
    void witnessKeys_countForTheQuorumBesideAndWithoutTheOldOnes() throws Exception {
        CityKeys.rotate(folder.resolve("zhuzhou"), KeyUse.WITNESS);
        take(ZHUZHOU);
        cities.pinned.put(ZHUZHOU, cities.keys.get(ZHUZHOU));
        assertThat(cosignedNow()).contains("zhuzhou", "zhuzhou-sm2", "zhuzhou-2", "zhuzhou-sm2-2");

        CityKeys.retire(folder.resolve("zhuzhou"), KeyUse.WITNESS);
        take(ZHUZHOU);
        assertThat(cosignedNow()).contains("zhuzhou-2", "zhuzhou-sm2-2").doesNotContain("zhuzhou", "zhuzhou-sm2");
        assertThat(cities.nodes.get(CHANGSHA).witnessing().standings()).noneMatch(Witnessing.Standing::isAlarm);
    }

    /** Who cosigned the newest checkpoint of Changsha that has a quorum: a newer one each time. */
    private Set<String> cosignedNow() throws Exception {
        exchange();
        ExchangeNode node = cities.nodes.get(CHANGSHA);
        node.witnessing().round();
        CosignedCheckpoints.Cosigned cosigned =
                node.cosigned().newestWithQuorum().orElseThrow();
        assertThat(cosigned.size()).isGreaterThan(cosignedBefore);
        cosignedBefore = cosigned.size();
        return cities.policy().cosigned(cosigned.note()).witnesses().keySet();
    }

    /** What the running gateway does when it finds other key files. */
    private void take(City city) {
        CityKeys keys = CityKeys.load(folder.resolve(city.name()));
        cities.nodes.get(city).use(keys, filesWith(city, keys));
        cities.keys.put(city, keys);
    }

    private Map<String, String> filesWith(City city, CityKeys keys) {
        Map<String, String> files = new TreeMap<>(cities.files);
        String origin = cities.settings.cities().get(city).origin();
        new CityLines(city, origin, keys, Optional.empty())
                .digests()
                .forEach((key, digest) -> files.put("keys/" + key, digest));
        return files;
    }

    private List<String> keyChanges(City city) throws Exception {
        List<String> changes = new ArrayList<>();
        for (LogStore.Entries row :
                cities.databases.get(city).transaction(c -> LogStore.readEntries(c, 0, Long.MAX_VALUE))) {
            for (byte[] bytes : row.leaves()) {
                Leaf leaf = Leaf.parse(bytes);
                if (leaf.event() == LogEvent.KEY_CHANGED) {
                    changes.add(leaf.outcome().orElse("added"));
                }
            }
        }
        return changes;
    }

    /** Sends one record from Changsha to Zhuzhou and has it delivered and receipted. */
    private Answer.Accepted exchange() throws Exception {
        Answer.Accepted accepted = (Answer.Accepted) cities.submit(cities.submission(
                CHANGSHA, PENSION, ThreeCities.sample(CHANGSHA, PENSION, 0), "rotation-" + sent++, ZHUZHOU));
        cities.carry();
        assertThat(cities.deliver(ZHUZHOU, PENSION)).hasSize(1);
        cities.carry();
        assertThat(cities.nodes.get(CHANGSHA).numbers().tallies()).allMatch(row -> row.pending() == 0);
        assertThat(cities.nodes.get(ZHUZHOU).numbers().quarantined()).isZero();
        return accepted;
    }

    private static String noteOf(Answer.Accepted accepted) {
        String proof = accepted.receipts().get(0).proof();
        return proof.substring(proof.indexOf("\n\n"));
    }

    /** Name and key id of the last signature: the first characters of its base64 are the id. */
    private static String newestLine(Answer.Accepted accepted) {
        String note = noteOf(accepted);
        int last = note.lastIndexOf("— ");
        return note.substring(last, note.indexOf(' ', last + 2) + 5);
    }
}
