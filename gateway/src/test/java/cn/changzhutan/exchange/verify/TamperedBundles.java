package cn.changzhutan.exchange.verify;

import cn.changzhutan.exchange.CanonicalJson;
import cn.changzhutan.exchange.Json;
import cn.changzhutan.exchange.Sha256;
import cn.changzhutan.exchange.log.Checkpoint;
import cn.changzhutan.exchange.log.Counterpart;
import cn.changzhutan.exchange.log.EvidenceBundle;
import cn.changzhutan.exchange.log.EvidenceBundle.Openness;
import cn.changzhutan.exchange.log.EvidencePart;
import cn.changzhutan.exchange.log.LogEvent;
import cn.changzhutan.exchange.log.LogProof;
import cn.changzhutan.exchange.log.Merkle;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Every way to cheat with a bundle that we know, made from honest logs with the keys that the cheat would have. */
final class TamperedBundles {
    /** @param code that the verifier must give */
    record Cheat(String code, byte[] zip) {}

    private static final Instant PUBLISHED = World.START.plusSeconds(600);

    final World world;
    final World strangers;
    final Map<String, byte[]> valid = new LinkedHashMap<>();
    final Map<String, Cheat> tampered = new LinkedHashMap<>();
    private final WrittenExchange exchange;
    private final WrittenExchange other;
    private final String fromNote;
    private final String toNote;

    TamperedBundles(Path keys) throws Exception {
        world = new World(keys.resolve("own"));
        strangers = new World(keys.resolve("strangers"));
        other = new WrittenExchange(world.changsha, world.zhuzhou, World.START).accept();
        exchange = new WrittenExchange(world.changsha, world.zhuzhou, World.START.plusSeconds(60)).accept();
        other.receive().deliver();
        exchange.receive().deliver();
        other.settle("DELIVERED");
        exchange.settle("DELIVERED");
        WrittenExchange returned =
                new WrittenExchange(world.changsha, world.zhuzhou, World.START.plusSeconds(120)).accept();
        returned.receive().giveBack().settle("PERSON_UNKNOWN");
        fromNote = world.changsha.publish(PUBLISHED, world.zhuzhou, world.xiangtan);
        toNote = world.zhuzhou.publish(PUBLISHED, world.changsha, world.xiangtan);

        valid.put("delivered", honest().toZip());
        valid.put(
                "returned",
                returned.evidence(fromNote, toNote, world.policyText()).toZip());
        valid.put("by-the-receiver", byTheReceiver().toZip());
        valid.put(
                "not-opened",
                with(honest(), Openness.WITHHELD, Optional.of(exchange.envelope.envelope()))
                        .toZip());
        valid.put("erased", with(honest(), Openness.ERASED, Optional.empty()).toZip());
        leaves();
        checkpoints();
        witnesses();
        counterparts();
        contents();
        times();
        files();
    }

    private EvidenceBundle honest() {
        return exchange.evidence(fromNote, toNote, world.policyText());
    }

    private EvidenceBundle byTheReceiver() {
        return new EvidenceBundle(
                exchange.id,
                world.zhuzhou.city,
                "DELIVERED",
                Map.of(
                        EvidencePart.ACCEPTED, WrittenExchange.part(world.changsha, exchange.accepted, fromNote),
                        EvidencePart.RECEIVED, WrittenExchange.part(world.zhuzhou, exchange.received, toNote),
                        EvidencePart.CLOSED, WrittenExchange.part(world.zhuzhou, exchange.closed, toNote)),
                Optional.of(exchange.envelope.envelope()),
                Openness.SHOWN,
                Optional.of(new EvidenceBundle.Opened(exchange.envelope.recordKey(), exchange.content.bytes())),
                world.policyText());
    }

    private static EvidenceBundle with(EvidenceBundle bundle, Openness openness, Optional<byte[]> envelope) {
        return new EvidenceBundle(
                bundle.exchange(),
                bundle.issuer(),
                bundle.state(),
                bundle.parts(),
                envelope,
                openness,
                Optional.empty(),
                bundle.policy());
    }

    private void leaves() throws Exception {
        cheat(
                "leaf-changed",
                "PROOF_INVALID",
                files -> text(files, "accepted.json", "PENSION_TRANSFER", "PENSION_OTHER"));
        cheat("time-moved", "PROOF_INVALID", files -> text(files, "accepted.json", "02:01:00.000Z", "01:01:00.000Z"));
        cheat("leaf-not-canonical", "LEAF_MALFORMED", files -> text(files, "accepted.json", "{\"", "{ \""));
        cheat(
                "proof-of-another-leaf",
                "PROOF_INVALID",
                files -> files.put("accepted.tlog-proof", proof(world.changsha, other.accepted, fromNote)));
        cheat(
                "index-of-another-leaf",
                "PROOF_INVALID",
                files -> text(files, "accepted.tlog-proof", "index 1\n", "index 3\n"));
        cheat(
                "index-beyond-the-tree",
                "PROOF_INVALID",
                files -> text(files, "accepted.tlog-proof", "index 1\n", "index 1025\n"));
        cheat(
                "index-of-2-to-the-64",
                "PROOF_MALFORMED",
                files -> text(files, "accepted.tlog-proof", "index 1\n", "index 18446744073709551615\n"));
        cheat("path-too-long", "PROOF_INVALID", files -> path(files, path -> path.add(new byte[Merkle.HASH_LENGTH])));
        cheat("path-too-short", "PROOF_INVALID", files -> path(files, path -> path.remove(path.size() - 1)));
    }

    private void checkpoints() throws Exception {
        WrittenLog xiangtan = world.xiangtan.copy();
        long index = xiangtan.append(world.changsha.leaves.get((int) exchange.accepted));
        String ofXiangtan = xiangtan.publish(PUBLISHED, world.changsha, world.zhuzhou);
        cheat(
                "other-origin",
                "ORIGIN_UNEXPECTED",
                files -> files.put("accepted.tlog-proof", proof(xiangtan, index, ofXiangtan)));

        String stranger = strangers.changsha.sign(world.changsha.checkpoint());
        String swapped = WrittenLog.cosigned(stranger, PUBLISHED, world.zhuzhou, world.xiangtan);
        cheat("swapped-keys", "SIGNATURE_MISSING", files -> {
            files.put("accepted.tlog-proof", proof(world.changsha, exchange.accepted, swapped));
            files.put("receipt.tlog-proof", proof(world.changsha, exchange.receipt, swapped));
            files.put("policy.txt", utf8(strangers.policyText()));
        });
        cheat(
                "signature-of-another-checkpoint",
                "SIGNATURE_INVALID",
                files -> text(
                        files,
                        "accepted.tlog-proof",
                        "\n" + world.changsha.size() + "\n",
                        "\n" + (world.changsha.size() + 1) + "\n"));
        String[] lines = fromNote.split("(?<=\n)");
        cheat(
                "signature-in-one-algorithm",
                "SIGNATURE_MISSING",
                files -> text(files, "accepted.tlog-proof", lines[5], ""));

        WrittenLog fork = new WrittenLog("changsha", world.changsha.keys);
        for (int i = 0; i < world.changsha.size(); i++) {
            fork.append(
                    i == other.accepted
                            ? other.acceptedLeaf()
                                    .purpose("PENSION_OTHER")
                                    .build()
                                    .toBytes()
                            : world.changsha.leaves.get(i));
        }
        String unseen = fork.publish(PUBLISHED);
        cheat(
                "checkpoint-of-a-fork",
                "QUORUM_MISSING",
                files -> files.put("accepted.tlog-proof", proof(fork, exchange.accepted, unseen)));
        WrittenLog shown = new WrittenLog("changsha", world.changsha.keys);
        Counterpart answered = exchange.from.place(exchange.accepted);
        for (int i = 0; i < fork.size() && shown.size() < namedSize(); i++) {
            shown.append(fork.leaves.get(i));
        }
        String cosignedFork = shown.publish(PUBLISHED, world.zhuzhou, world.xiangtan);
        cheat(
                "fork-with-its-witnesses",
                "FORK",
                files -> files.put("accepted.tlog-proof", proof(shown, answered.index(), cosignedFork)));
    }

    /** Size of the tree under which the receiver answered. */
    private long namedSize() {
        return 2;
    }

    private void witnesses() throws Exception {
        String signed = world.changsha.sign(world.changsha.checkpoint());
        String unknown = WrittenLog.cosigned(signed, PUBLISHED, strangers.zhuzhou, strangers.xiangtan);
        cheat(
                "cosignature-of-an-unknown-witness",
                "WITNESS_UNKNOWN",
                files -> files.put("accepted.tlog-proof", proof(world.changsha, exchange.accepted, unknown)));
        String one = WrittenLog.cosigned(signed, PUBLISHED, world.zhuzhou);
        cheat(
                "one-witness-too-few",
                "QUORUM_MISSING",
                files -> files.put("accepted.tlog-proof", proof(world.changsha, exchange.accepted, one)));
        String own = WrittenLog.cosigned(signed, PUBLISHED, world.zhuzhou, world.changsha);
        cheat(
                "city-as-its-own-witness",
                "QUORUM_MISSING",
                files -> files.put("accepted.tlog-proof", proof(world.changsha, exchange.accepted, own)));
        String none = signed;
        cheat(
                "no-witness",
                "QUORUM_MISSING",
                files -> files.put("accepted.tlog-proof", proof(world.changsha, exchange.accepted, none)));
        Checkpoint before = new Checkpoint(world.changsha.origin, 0, Merkle.emptyRoot());
        String ofBefore = world.changsha.sign(before);
        String moved = signed
                + WrittenLog.cosigned(ofBefore, PUBLISHED, world.zhuzhou, world.xiangtan)
                        .substring(ofBefore.length());
        cheat(
                "cosignature-of-another-checkpoint",
                "COSIGNATURE_INVALID",
                files -> files.put("accepted.tlog-proof", proof(world.changsha, exchange.accepted, moved)));
    }

    private void counterparts() throws Exception {
        cheat("counterpart-missing", "COUNTERPART_MISSING", files -> {
            files.remove("closed.json");
            files.remove("closed.tlog-proof");
            files.remove("receipt.json");
            files.remove("receipt.tlog-proof");
        });
        cheat("sender-missing", "COUNTERPART_MISSING", files -> {
            files.remove("accepted.json");
            files.remove("accepted.tlog-proof");
        });
        cheat("leaf-without-proof", "FILE_MISSING", files -> files.remove("closed.tlog-proof"));
        cheat("counterpart-of-another-exchange", "COUNTERPART_DIFFERS", files -> {
            files.put("closed.json", world.zhuzhou.leaves.get((int) other.closed));
            files.put("closed.tlog-proof", proof(world.zhuzhou, other.closed, toNote));
        });
        cheat("received-passed-off-as-delivered", "WRONG_EVENT", files -> {
            files.put("closed.json", world.zhuzhou.leaves.get((int) exchange.received));
            files.put("closed.tlog-proof", proof(world.zhuzhou, exchange.received, toNote));
        });
        WrittenLog lying = world.changsha.copy();
        long receipt = lying.append(exchange.answer(LogEvent.RECEIPT, exchange.closedPlace, 3)
                .outcome("PERSON_UNKNOWN")
                .build());
        String note = lying.publish(PUBLISHED, world.zhuzhou, world.xiangtan);
        cheat("outcome-changed", "OUTCOME_DIFFERS", files -> {
            files.put("receipt.json", lying.leaves.get((int) receipt));
            files.put("receipt.tlog-proof", proof(lying, receipt, note));
        });
    }

    private void contents() throws Exception {
        cheat("payload-swapped", "ENVELOPE_DIGEST", files -> {
            files.put("envelope.json", other.envelope.envelope());
            files.put("record-key.txt", key(other));
            files.put("opening.json", other.content.bytes());
        });
        cheat("payload-changed", "ENVELOPE_DIGEST", files -> files.get("envelope.json")[40] ^= 1);
        cheat("record-changed", "OPENING_DIFFERS", files -> text(files, "opening.json", "6000.00", "9000.00"));
        cheat("record-changed-without-envelope", "RECORD_DIGEST", files -> {
            files.remove("envelope.json");
            text(files, "opening.json", "6000.00", "9000.00");
        });
        cheat("officer-changed-without-envelope", "COMMITMENT", files -> {
            files.remove("envelope.json");
            text(files, "opening.json", "李·办事员", "王·办事员");
        });
        cheat(
                "key-of-another-record",
                "CIPHERTEXT_INVALID",
                files -> files.put("record-key.txt", utf8("00".repeat(16) + "\n")));
        cheat("opening-without-key", "FILE_MISSING", files -> files.remove("record-key.txt"));
    }

    private void times() throws Exception {
        cheat("time-after-its-witnesses", "TIME_AFTER_WITNESSES", files -> {
            WrittenLog later = world.changsha.copy();
            long index = later.append(exchange.answer(LogEvent.RECEIPT, exchange.closedPlace, 86_400)
                    .outcome("DELIVERED")
                    .build());
            String note = later.publish(PUBLISHED, world.zhuzhou, world.xiangtan);
            files.put("receipt.json", later.leaves.get((int) index));
            files.put("receipt.tlog-proof", proof(later, index, note));
        });
        cheat("answered-before-it-was-asked", "TIME_ORDER", files -> {
            WrittenLog earlier = world.changsha.copy();
            long index = earlier.append(exchange.answer(LogEvent.RECEIPT, exchange.closedPlace, -3_600)
                    .outcome("DELIVERED")
                    .build());
            String note = earlier.publish(PUBLISHED, world.zhuzhou, world.xiangtan);
            files.put("receipt.json", earlier.leaves.get((int) index));
            files.put("receipt.tlog-proof", proof(earlier, index, note));
        });
    }

    private void files() throws Exception {
        byte[] honest = honest().toZip();
        tampered.put(
                "summary-changed",
                new Cheat(
                        "MANIFEST_DIFFERS", zip(files -> text(files, "SUMMARY.txt", "DELIVERED", "RETURNED"), false)));
        tampered.put("file-dropped", new Cheat("FILE_MISSING", zip(files -> files.remove("envelope.json"), false)));
        tampered.put(
                "manifest-missing",
                new Cheat("MANIFEST_MALFORMED", zip(files -> files.remove("manifest.json"), false)));
        tampered.put(
                "file-added",
                new Cheat("BUNDLE_MALFORMED", zip(files -> files.put("../accepted.json", new byte[1]), false)));
        byte[] twice = new byte[honest.length * 2];
        System.arraycopy(honest, 0, twice, 0, honest.length);
        System.arraycopy(honest, 0, twice, honest.length, honest.length);
        tampered.put("two-bundles-in-one", new Cheat("BUNDLE_MALFORMED", twice));
        byte[] longer = java.util.Arrays.copyOf(honest, honest.length + 1);
        tampered.put("something-behind-the-end", new Cheat("BUNDLE_MALFORMED", longer));
        tampered.put("cut-short", new Cheat("BUNDLE_MALFORMED", java.util.Arrays.copyOf(honest, honest.length / 2)));
    }

    private interface Change {
        void apply(SortedMap<String, byte[]> files) throws Exception;
    }

    /** A cheat puts the manifest right as well. */
    private void cheat(String name, String code, Change change) throws Exception {
        tampered.put(name, new Cheat(code, zip(change, true)));
    }

    private byte[] zip(Change change, boolean manifest) throws Exception {
        SortedMap<String, byte[]> files = new TreeMap<>(BundleReader.read(honest().toZip()));
        change.apply(files);
        if (manifest) {
            ObjectNode root = (ObjectNode) Json.parse(files.remove("manifest.json"));
            ObjectNode digests = root.putObject("files");
            files.forEach((name, bytes) -> digests.put(name, Sha256.hex(bytes)));
            files.put("manifest.json", CanonicalJson.write(root));
        }
        return EvidenceBundle.zip(files);
    }

    private static void text(SortedMap<String, byte[]> files, String name, String from, String to) {
        String text = new String(files.get(name), StandardCharsets.UTF_8);
        if (!text.contains(from)) {
            throw new AssertionError(name + " has no " + from);
        }
        files.put(name, utf8(text.replace(from, to)));
    }

    private interface PathChange {
        void apply(List<byte[]> path);
    }

    private static void path(SortedMap<String, byte[]> files, PathChange change) throws Exception {
        LogProof proof = LogProof.parse(new String(files.get("accepted.tlog-proof"), StandardCharsets.UTF_8));
        List<byte[]> path = new ArrayList<>(proof.path());
        change.apply(path);
        files.put("accepted.tlog-proof", utf8(new LogProof(proof.index(), path, proof.checkpointNote()).toText()));
    }

    private static byte[] proof(WrittenLog log, long index, String note) {
        return utf8(log.prove(index, note).toText());
    }

    private static byte[] key(WrittenExchange exchange) {
        return utf8(HexFormat.of().formatHex(exchange.envelope.recordKey()) + "\n");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
