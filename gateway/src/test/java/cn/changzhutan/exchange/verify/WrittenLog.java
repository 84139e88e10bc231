package cn.changzhutan.exchange.verify;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.crypto.CityKeys;
import cn.changzhutan.exchange.log.Checkpoint;
import cn.changzhutan.exchange.log.CheckpointSigner;
import cn.changzhutan.exchange.log.CityLines;
import cn.changzhutan.exchange.log.Cosigner;
import cn.changzhutan.exchange.log.Counterpart;
import cn.changzhutan.exchange.log.Leaf;
import cn.changzhutan.exchange.log.LogProof;
import cn.changzhutan.exchange.log.Merkle;
import cn.changzhutan.exchange.log.ProofBuilder;
import cn.changzhutan.exchange.log.StoredHash;
import cn.changzhutan.exchange.log.Tiles;
import cn.changzhutan.exchange.log.TreeEdge;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One city's log in memory, written as a gateway writes it, for the verifier to judge. */
final class WrittenLog {
    final City city;
    final String origin;
    final CityKeys keys;
    final List<byte[]> leaves = new ArrayList<>();
    final List<LogSource.Listed> checkpoints = new ArrayList<>();
    private final HashLevels hashes = new HashLevels();
    private TreeEdge edge = TreeEdge.empty();

    WrittenLog(String city, CityKeys keys) {
        this(new City(city), city + ".exchange.example/log", keys);
    }

    private WrittenLog(City city, String origin, CityKeys keys) {
        this.city = city;
        this.origin = origin;
        this.keys = keys;
    }

    /** The same entries once more, to go on in another way. */
    WrittenLog copy() {
        WrittenLog copy = new WrittenLog(city, origin, keys);
        leaves.forEach(copy::append);
        copy.checkpoints.addAll(checkpoints);
        return copy;
    }

    String policyLines() {
        return new CityLines(city, origin, keys, Optional.empty()).toText();
    }

    long append(Leaf leaf) {
        return append(leaf.toBytes());
    }

    long append(byte[] leaf) {
        leaves.add(leaf);
        TreeEdge.Grown grown = edge.append(List.of(Merkle.leafHash(leaf)));
        for (StoredHash hash : grown.hashes()) {
            hashes.add(hash.level(), hash.hash());
        }
        edge = grown.edge();
        return leaves.size() - 1;
    }

    long size() {
        return leaves.size();
    }

    Checkpoint checkpoint() {
        return new Checkpoint(origin, size(), edge.root());
    }

    String sign(Checkpoint checkpoint) {
        return new CheckpointSigner(origin, keys.logEd25519(), keys.logSm2()).sign(checkpoint);
    }

    static String cosigned(String note, Instant at, WrittenLog... witnesses) {
        StringBuilder cosigned = new StringBuilder(note);
        String text = note.substring(0, note.indexOf("\n\n") + 1);
        for (WrittenLog witness : witnesses) {
            cosigned.append(new Cosigner(
                            CityLines.witnessName(witness.origin),
                            witness.keys.witnessEd25519(),
                            witness.keys.witnessSm2())
                    .cosign(text, at));
        }
        return cosigned.toString();
    }

    /** Signs what there is, and has it cosigned; the first is remembered as one of the log's checkpoints. */
    String publish(Instant at, WrittenLog... witnesses) {
        String note = sign(checkpoint());
        String cosigned = witnesses.length == 0 ? null : cosigned(note, at, witnesses);
        checkpoints.removeIf(each -> each.size() == size());
        checkpoints.add(new LogSource.Listed(size(), note, cosigned));
        return cosigned == null ? note : cosigned;
    }

    LogProof prove(long index, String note) {
        return new LogProof(index, new ProofBuilder(hashes, size()).inclusion(index), note);
    }

    /** Where a leaf stands under the tree as it is now. */
    Counterpart place(long index) {
        return new Counterpart(origin, index, Merkle.leafHash(leaves.get((int) index)), size(), edge.root());
    }

    /** As the log's URLs lay it out. */
    void write(Path folder) throws IOException {
        LogSource.Listed newest = checkpoints.get(checkpoints.size() - 1);
        save(
                folder,
                "checkpoint",
                (newest.cosigned() == null ? newest.note() : newest.cosigned()).getBytes(StandardCharsets.UTF_8));
        save(folder, CheckpointList.FILE, CheckpointList.write(checkpoints));
        for (int level = 0; level < hashes.levels(); level++) {
            for (long tile = 0; Tiles.width(size(), level, tile) > 0; tile++) {
                int width = Tiles.width(size(), level, tile);
                save(folder, Tiles.tilePath(level, tile, width), hashes.tile(level, tile * Tiles.WIDTH, width));
                if (level == 0) {
                    int from = (int) tile * Tiles.WIDTH;
                    save(
                            folder,
                            Tiles.entriesPath(tile, width),
                            Tiles.encodeBundle(leaves.subList(from, from + width)));
                }
            }
        }
    }

    private static void save(Path folder, String path, byte[] bytes) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }
}
