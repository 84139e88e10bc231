package cn.changzhutan.exchange.local;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.VerificationException;
import cn.changzhutan.exchange.log.Checkpoint;
import cn.changzhutan.exchange.log.LogProof;
import cn.changzhutan.exchange.log.Merkle;
import cn.changzhutan.exchange.log.Policy;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the gateways acknowledged, as the back offices that sent it know it: every exchange, and every tree that a receipt was proved
 * under. What contradicts an earlier answer is found at once. Thread-safe.
 */
final class LoadLedger {
    /** An acknowledged exchange. */
    record Acknowledged(String message, City from, City to, boolean returned) {}

    private record Place(String message, City to) {}

    private final Policy policy;
    private final Map<String, Acknowledged> exchanges = new ConcurrentHashMap<>();
    private final Map<Place, String> places = new ConcurrentHashMap<>();
    private final Map<City, NavigableMap<Long, byte[]>> trees = new ConcurrentHashMap<>();
    private final Map<City, Map<Long, byte[]>> leaves = new ConcurrentHashMap<>();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final AtomicLong repeats = new AtomicLong();

    LoadLedger(Policy policy) {
        this.policy = policy;
    }

    /** A message was answered 202. */
    void acknowledged(String message, City from, LoadTemplate template, Collection<City> to, JsonNode answer) {
        JsonNode sent = answer.path("exchanges");
        if (sent.size() != to.size()) {
            wrong(message + " has " + sent.size() + " exchanges (expected: " + to.size() + ")");
        }
        for (JsonNode one : sent) {
            City city = new City(one.path("to").asText());
            String exchange = one.path("exchange").asText();
            String before = places.putIfAbsent(new Place(message, city), exchange);
            if (before != null && !before.equals(exchange)) {
                wrong(message + " to " + city + " is exchange " + before + " and " + exchange);
            }
            exchanges.put(exchange, new Acknowledged(message, from, city, template.isReturned()));
            proved(from, exchange, one.path("receipt"));
        }
    }

    private void proved(City city, String exchange, JsonNode receipt) {
        byte[] leaf = receipt.path("leaf").asText().getBytes(StandardCharsets.UTF_8);
        try {
            LogProof proof = LogProof.parse(receipt.path("proof").asText());
            seen(city, proof.verify(leaf, policy.log(policy.origin(city))));
            byte[] hash = Merkle.leafHash(leaf);
            byte[] before = leaves.computeIfAbsent(city, each -> new ConcurrentHashMap<>())
                    .putIfAbsent(proof.index(), hash);
            if (before != null && !Arrays.equals(before, hash)) {
                wrong("two leaves of " + city + " are proved at " + proof.index());
            }
        } catch (VerificationException e) {
            wrong("the receipt of " + exchange + " does not verify: " + e.code());
        }
    }

    /** A city's log showed this checkpoint. */
    void shown(City city, String note) {
        try {
            seen(city, policy.log(policy.origin(city)).verify(note));
        } catch (VerificationException e) {
            wrong("a checkpoint of " + city + " does not verify: " + e.code());
        }
    }

    private void seen(City city, Checkpoint checkpoint) {
        byte[] before = trees.computeIfAbsent(city, each -> new ConcurrentSkipListMap<>())
                .putIfAbsent(checkpoint.size(), checkpoint.root());
        if (before != null && !Arrays.equals(before, checkpoint.root())) {
            wrong("FORK: two trees of " + city + " of size " + checkpoint.size() + " are signed");
        }
    }

    /** A call was made again. */
    void repeated() {
        repeats.incrementAndGet();
    }

    void wrong(String what) {
        if (wrong.size() < 100) {
            wrong.add(what);
        }
    }

    List<String> wrong() {
        return List.copyOf(wrong);
    }

    Map<String, Acknowledged> exchanges() {
        return exchanges;
    }

    /** Roots by size, of every checkpoint of the city that anyone was shown. */
    NavigableMap<Long, byte[]> trees(City city) {
        return trees.getOrDefault(city, new ConcurrentSkipListMap<>());
    }

    /** Leaf hashes by index, of every receipt of the city. */
    Map<Long, byte[]> leaves(City city) {
        return leaves.getOrDefault(city, Map.of());
    }

    long repeats() {
        return repeats.get();
    }
}
