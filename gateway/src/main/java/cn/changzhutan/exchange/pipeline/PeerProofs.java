package cn.changzhutan.exchange.pipeline;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.VerificationException;
import cn.changzhutan.exchange.log.Checkpoint;
import cn.changzhutan.exchange.log.Counterpart;
import cn.changzhutan.exchange.log.LogProof;
import cn.changzhutan.exchange.log.Policy;
import cn.changzhutan.exchange.log.ProofBuilder;
import cn.changzhutan.exchange.log.ProofVerifier;
import cn.changzhutan.exchange.log.Tiles;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Proves another city's leaf under a cosigned checkpoint of that city, from its public tiles. What it gives was verified; where
 * anything is missing or wrong it gives nothing, and the proof that came with the record has to do. Thread-safe.
 */
final class PeerProofs {
    private static final int HASH = 32;

    /** The tile cannot be had: ends the building of one proof. */
    private static final class NoTileException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private final PeerTiles tiles;
    private final Supplier<Policy> policy;

    PeerProofs(PeerTiles tiles, Supplier<Policy> policy) {
        this.tiles = tiles;
        this.policy = policy;
    }

    /** @param place of the leaf in the other city's log */
    Optional<LogProof> prove(City city, Counterpart place) {
        Optional<byte[]> note = tiles.get(city, "cosigned?over=" + place.index());
        if (note.isEmpty()) {
            return Optional.empty();
        }
        try {
            String text = new String(note.get(), StandardCharsets.UTF_8);
            Policy trusted = policy.get();
            Checkpoint checkpoint = trusted.verify(text);
            if (!trusted.cityOf(checkpoint.origin()).equals(Optional.of(city))
                    || checkpoint.size() <= place.index()
                    || trusted.cosigned(text).quorumAt().isEmpty()) {
                return Optional.empty();
            }
            ProofBuilder builder = new ProofBuilder(
                    (level, first, count) -> read(city, checkpoint.size(), level, first, count), checkpoint.size());
            LogProof proof = new LogProof(place.index(), builder.inclusion(place.index()), text);
            ProofVerifier.inclusion(
                    place.index(), checkpoint.size(), place.leafHash(), proof.path(), checkpoint.root());
            return Optional.of(proof);
        } catch (VerificationException | NoTileException e) {
            return Optional.empty();
        }
    }

    private byte[][] read(City city, long size, int level, long first, int count) {
        long tile = first / Tiles.WIDTH;
        int offset = (int) (first % Tiles.WIDTH);
        byte[] bytes = tiles.get(city, Tiles.tilePath(level, tile, Tiles.width(size, level, tile)))
                .filter(found -> found.length >= (offset + count) * HASH)
                .orElseThrow(NoTileException::new);
        byte[][] hashes = new byte[count][];
        for (int i = 0; i < count; i++) {
            hashes[i] = Arrays.copyOfRange(bytes, (offset + i) * HASH, (offset + i + 1) * HASH);
        }
        return hashes;
    }
}
