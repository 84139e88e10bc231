package cn.changzhutan.exchange.witness;

import cn.changzhutan.exchange.crypto.CityKeys;
import cn.changzhutan.exchange.log.AddCheckpoint;
import cn.changzhutan.exchange.log.Checkpoint;
import cn.changzhutan.exchange.log.CheckpointSigner;
import cn.changzhutan.exchange.log.Merkle;
import cn.changzhutan.exchange.log.NoteKey;
import cn.changzhutan.exchange.log.ProofBuilder;
import cn.changzhutan.exchange.log.TreeEdge;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A log in memory that signs what a test says, honest or not. */
public final class SampleLog {
    private final String city;
    private final String origin;
    private final CityKeys keys;
    private final List<List<byte[]>> levels = new ArrayList<>();
    private final Map<Long, String> notes = new HashMap<>();
    private TreeEdge edge = TreeEdge.empty();

    public SampleLog(String city, String origin, CityKeys keys) {
        this.city = city;
        this.origin = origin;
        this.keys = keys;
    }

    /** The lines of a policy file that pin it. */
    public String policyLines() {
        return "city " + city + " " + origin
                + "\nlog " + key(NoteKey.Kind.LOG_ED25519, keys.ed25519().publicKey())
                + "\nlog " + key(NoteKey.Kind.LOG_SM2, keys.sm2().publicKey()) + "\n";
    }

    public String payloadLine() {
        return "payload " + city + " "
                + Base64.getEncoder().encodeToString(keys.publicKeys().kek()) + "\n";
    }

    private String key(NoteKey.Kind kind, byte[] publicKey) {
        return new NoteKey(origin, kind, publicKey).toVkey();
    }

    public String origin() {
        return origin;
    }

    /** A log of the same keys whose leaves from here on may be others. */
    public SampleLog fork() {
        SampleLog fork = new SampleLog(city, origin, keys);
        levels.forEach(level -> fork.levels.add(new ArrayList<>(level)));
        fork.edge = edge;
        return fork;
    }

    /** Appends leaves until the tree has this size. */
    public SampleLog grow(long size, String leaf) {
        List<byte[]> leaves = new ArrayList<>();
        for (long i = edge.size(); i < size; i++) {
            leaves.add(Merkle.leafHash((leaf + i).getBytes(StandardCharsets.UTF_8)));
        }
        TreeEdge.Grown grown = edge.append(leaves);
        grown.hashes().forEach(hash -> {
            while (levels.size() <= hash.level()) {
                levels.add(new ArrayList<>());
            }
            levels.get(hash.level()).add(hash.hash());
        });
        edge = grown.edge();
        return this;
    }

    private ProofBuilder at(long size) {
        return new ProofBuilder(
                (level, first, count) -> levels.get(level)
                        .subList((int) first, (int) first + count)
                        .toArray(byte[][]::new),
                size);
    }

    public byte[] root(long size) {
        return size == 0 ? Merkle.emptyRoot() : at(size).root();
    }

    public List<byte[]> consistency(long from, long to) {
        return from == 0 || from == to ? List.of() : at(to).consistency(from);
    }

    /** The same at every call, though SM2 signs with a nonce. */
    public String note(long size) {
        return notes.computeIfAbsent(
                size,
                key -> new CheckpointSigner(origin, keys.ed25519(), keys.sm2())
                        .sign(new Checkpoint(origin, size, root(size))));
    }

    public AddCheckpoint ask(long old, long size) {
        return new AddCheckpoint(old, consistency(old, size), note(size));
    }
}
