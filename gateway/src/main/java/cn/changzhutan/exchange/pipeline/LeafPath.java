package cn.changzhutan.exchange.pipeline;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** An inclusion proof as one column: its hashes one after the other. */
final class LeafPath {
    private static final int HASH = 32;

    private LeafPath() {}

    static byte[] encode(List<byte[]> path) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(path.size() * HASH);
        path.forEach(out::writeBytes);
        return out.toByteArray();
    }

    /** What is left over of a damaged column becomes a hash of a wrong length, which no verifier takes. */
    static List<byte[]> decode(byte[] path) {
        List<byte[]> hashes = new ArrayList<>();
        for (int at = 0; at < path.length; at += HASH) {
            hashes.add(Arrays.copyOfRange(path, at, Math.min(path.length, at + HASH)));
        }
        return hashes;
    }
}
