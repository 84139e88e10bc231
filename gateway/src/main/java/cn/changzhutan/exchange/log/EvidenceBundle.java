package cn.changzhutan.exchange.log;

import cn.changzhutan.exchange.CanonicalJson;
import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.ExchangeId;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Evidence of one exchange as one zip file, for anyone to verify offline: leaves with proofs of both cities, the encrypted record, and
 * for who may see it the key that opens it. Written here, judged elsewhere.
 *
 * @param issuer whose gateway made it
 * @param state of the exchange at the issuer when it was made
 * @param parts what can be proved here
 * @param envelope exact bytes, if they are still there
 * @param opened what the reader may see
 * @param policy keys for convenience; who verifies takes his own
 */
@SuppressWarnings("ArrayRecordComponent")
public record EvidenceBundle(
        ExchangeId exchange,
        City issuer,
        String state,
        Map<EvidencePart, Part> parts,
        Optional<byte[]> envelope,
        Openness openness,
        Optional<Opened> opened,
        String policy) {
    public static final String FORMAT = "changzhutan/evidence@v1";
    public static final String MANIFEST = "manifest.json";
    public static final String SUMMARY = "SUMMARY.txt";
    public static final String POLICY = "policy.txt";
    public static final String ENVELOPE = "envelope.json";
    public static final String RECORD_KEY = "record-key.txt";
    public static final String OPENING = "opening.json";

    /** The oldest time that a zip can say: a bundle's bytes depend on its content alone. */
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    /** A leaf's exact bytes and where it stands. @param witnessed whether a quorum stands behind the proof's checkpoint */
    public record Part(byte[] leaf, LogProof proof, boolean witnessed) {}

    /** The record's content, and the key that makes it of the envelope. */
    public record Opened(byte[] recordKey, byte[] content) {
        @Override
        public String toString() {
            return "Opened[redacted]";
        }
    }

    /** Whether the content is shown, and if not, why. */
    public enum Openness {
        SHOWN,
        /** Not for this reader. */
        WITHHELD,
        ERASED
    }

    public EvidenceBundle {
        parts = Collections.unmodifiableMap(new EnumMap<>(parts));
    }

    public byte[] toZip() {
        return zip(files());
    }

    SortedMap<String, byte[]> files() {
        SortedMap<String, byte[]> files = new TreeMap<>();
        parts.forEach((part, shown) -> {
            files.put(part.leafFile(), shown.leaf());
            files.put(part.proofFile(), utf8(shown.proof().toText()));
        });
        envelope.ifPresent(bytes -> files.put(ENVELOPE, bytes));
        opened.ifPresent(content -> {
            files.put(RECORD_KEY, utf8(HexFormat.of().formatHex(content.recordKey()) + "\n"));
            files.put(OPENING, content.content());
        });
        files.put(POLICY, utf8("# For convenience only: verify with the policy that you got from people.\n" + policy));
        files.put(SUMMARY, utf8(EvidenceSummary.of(this)));
        files.put(MANIFEST, manifest(files));
        return files;
    }

    private byte[] manifest(SortedMap<String, byte[]> files) {
        ObjectNode manifest = JsonNodeFactory.instance.objectNode();
        manifest.put("format", FORMAT);
        manifest.put("exchange", exchange.toString());
        manifest.put("issuer", issuer.name());
        manifest.put("state", state);
        manifest.put("opening", openness.name());
        ObjectNode digests = manifest.putObject("files");
        files.forEach((name, bytes) -> digests.put(name, HexFormat.of().formatHex(Merkle.sha256(bytes))));
        return CanonicalJson.write(manifest);
    }

    /**
     * The one zip file that these files make: in order of name, not compressed, without times. So whoever reads one can insist on every
     * byte of it: nothing can be hidden from one tool and shown to another.
     */
    public static byte[] zip(SortedMap<String, byte[]> files) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8)) {
            for (var file : files.entrySet()) {
                CRC32 crc = new CRC32();
                crc.update(file.getValue());
                ZipEntry entry = new ZipEntry(file.getKey());
                entry.setTimeLocal(NO_TIME);
                entry.setMethod(ZipEntry.STORED);
                entry.setSize(file.getValue().length);
                entry.setCrc(crc.getValue());
                zip.putNextEntry(entry);
                zip.write(file.getValue());
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return out.toByteArray();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "EvidenceBundle[" + exchange + ", " + parts.keySet() + "]";
    }
}
