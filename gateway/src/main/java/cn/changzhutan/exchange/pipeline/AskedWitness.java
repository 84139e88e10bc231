package cn.changzhutan.exchange.pipeline;

import cn.changzhutan.exchange.log.NoteKey;
import cn.changzhutan.exchange.log.Policy;
import cn.changzhutan.exchange.log.Witness;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A witness to which this city's checkpoints go.
 *
 * @param name as the policy names its line with the address
 * @param keys all that the policy pins under the same key name: one request gets a line of each
 */
record AskedWitness(String name, URI url, List<NoteKey> keys) {
    /** Those of the policy that have an address and are not run by the log's own host, by address. */
    static Map<URI, AskedWitness> of(Policy policy, String origin) {
        Map<URI, AskedWitness> asked = new LinkedHashMap<>();
        for (Witness witness : policy.witnesses()) {
            if (witness.url().isPresent() && !witness.isOf(origin)) {
                List<NoteKey> keys = policy.witnesses().stream()
                        .map(Witness::key)
                        .filter(key -> key.name().equals(witness.key().name()))
                        .toList();
                URI url = witness.url().get();
                asked.putIfAbsent(url, new AskedWitness(witness.name(), url, keys));
            }
        }
        return asked;
    }
}
