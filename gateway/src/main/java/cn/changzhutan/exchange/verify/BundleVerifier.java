package cn.changzhutan.exchange.verify;

import cn.changzhutan.exchange.Json;
import cn.changzhutan.exchange.Sha256;
import cn.changzhutan.exchange.VerificationException;
import cn.changzhutan.exchange.log.Counterpart;
import cn.changzhutan.exchange.log.EvidenceBundle;
import cn.changzhutan.exchange.log.EvidencePart;
import cn.changzhutan.exchange.log.Leaf;
import cn.changzhutan.exchange.log.LogEvent;
import cn.changzhutan.exchange.log.Policy;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Judges one bundle of evidence by a policy: each leaf stands in its city's log under a cosigned checkpoint, the leaves of the two
 * cities speak of one exchange and point at each other, and the record is the one that they commit to. Used once.
 */
final class BundleVerifier {
    private final Policy policy;
    private final Report report = new Report();
    private final Map<EvidencePart, ProvenPart> parts = new EnumMap<>(EvidencePart.class);

    private BundleVerifier(Policy policy) {
        this.policy = policy;
    }

    /** Never throws for what stands in the bundle. */
    static Report verify(byte[] zip, Policy policy) {
        BundleVerifier verifier = new BundleVerifier(policy);
        try {
            verifier.verify(BundleReader.read(zip));
        } catch (VerificationException e) {
            verifier.report.fails(e.code(), e.getMessage());
        }
        return verifier.report;
    }

    private void verify(SortedMap<String, byte[]> files) throws VerificationException {
        JsonNode manifest = Manifest.check(files, report);
        for (EvidencePart part : EvidencePart.values()) {
            byte[] leaf = files.get(part.leafFile());
            byte[] proof = files.get(part.proofFile());
            if (leaf != null && proof != null) {
                ProvenPart.check(part, leaf, proof, policy, report).ifPresent(proven -> parts.put(part, proven));
            } else if (leaf != null || proof != null) {
                report.fails(
                        "FILE_MISSING",
                        (leaf == null ? part.leafFile() : part.proofFile()) + " is missing: a leaf without its proof"
                                + " proves nothing");
            }
        }
        complete(files, manifest);
        sameExchange(manifest);
        pointsAt(EvidencePart.RECEIVED, EvidencePart.ACCEPTED);
        pointsAt(EvidencePart.CLOSED, EvidencePart.ACCEPTED);
        pointsAt(EvidencePart.RECEIPT, EvidencePart.CLOSED);
        receiptSaysTheSame();
        ProvenPart accepted = parts.get(EvidencePart.ACCEPTED);
        if (accepted != null) {
            OpeningChecks.check(files, manifest, accepted.leaf(), report);
        }
    }

    /** Both cities' words are needed: one alone can say what it likes. */
    private void complete(SortedMap<String, byte[]> files, JsonNode manifest) {
        if (!files.containsKey(EvidencePart.ACCEPTED.leafFile())) {
            report.fails(
                    "COUNTERPART_MISSING",
                    "there is no leaf of the sending city (" + EvidencePart.ACCEPTED.leafFile() + ")");
        }
        if (!files.containsKey(EvidencePart.CLOSED.leafFile())) {
            report.fails(
                    "COUNTERPART_MISSING",
                    "there is no leaf of the receiving city that says what became of the record ("
                            + EvidencePart.CLOSED.leafFile() + "); state when the bundle was made: "
                            + manifest.path("state").asText());
        } else if (!files.containsKey(EvidencePart.RECEIPT.leafFile())
                && !files.containsKey(EvidencePart.RECEIVED.leafFile())) {
            report.fails(
                    "COUNTERPART_MISSING",
                    "neither the sending city's receipt nor the receiving city's RECEIVED is here");
        }
    }

    private void sameExchange(JsonNode manifest) {
        ProvenPart first = parts.get(EvidencePart.ACCEPTED);
        if (first == null) {
            return;
        }
        boolean same = first.leaf()
                .exchange()
                .orElseThrow()
                .toString()
                .equals(manifest.path("exchange").asText());
        for (ProvenPart other : parts.values()) {
            Leaf leaf = other.leaf();
            same &= leaf.exchange().equals(first.leaf().exchange())
                    && leaf.from().equals(first.leaf().from())
                    && leaf.to().equals(first.leaf().to())
                    && leaf.type().equals(first.leaf().type());
        }
        if (same) {
            report.holds("all leaves speak of the exchange "
                    + first.leaf().exchange().orElseThrow() + " from "
                    + first.leaf().from() + " to " + first.leaf().to().orElseThrow() + ", "
                    + first.leaf().type().orElseThrow());
        } else {
            report.fails("EXCHANGE_DIFFERS", "the leaves speak of different exchanges");
        }
    }

    /** The answering leaf names index and hash of the other, and a checkpoint of its log that is part of the same history. */
    private void pointsAt(EvidencePart from, EvidencePart to) {
        ProvenPart answer = parts.get(from);
        ProvenPart answered = parts.get(to);
        if (answer == null || answered == null) {
            return;
        }
        Counterpart named = answer.leaf().counterpart().orElseThrow();
        if (!policy.cityOf(named.origin())
                        .equals(policy.cityOf(answered.checkpoint().origin()))
                || named.index() != answered.index()
                || !Arrays.equals(named.leafHash(), answered.hash())) {
            report.fails(
                    "COUNTERPART_DIFFERS",
                    from.leafFile() + " points at another leaf than " + to.leafFile() + ": at entry " + named.index()
                            + " of " + named.origin());
            return;
        }
        report.holds(from.leafFile() + " points at " + to.leafFile() + ": entry " + named.index() + " of "
                + named.origin() + ", with its hash");
        if (named.size() == answered.checkpoint().size()
                && !Arrays.equals(named.root(), answered.checkpoint().root())) {
            report.fails(
                    "FORK",
                    "of " + named.origin() + " at size " + named.size() + " there are two trees: the one that "
                            + from.leafFile() + " was answered under and the one that proves " + to.leafFile());
        }
        if (answer.leaf().time().plus(ProvenPart.SKEW).isBefore(answered.leaf().time())) {
            report.fails(
                    "TIME_ORDER",
                    from.leafFile() + " (" + answer.leaf().time() + ") answers " + to.leafFile()
                            + " before that was written (" + answered.leaf().time() + ")");
        }
    }

    private void receiptSaysTheSame() {
        ProvenPart closed = parts.get(EvidencePart.CLOSED);
        ProvenPart receipt = parts.get(EvidencePart.RECEIPT);
        if (closed == null || receipt == null) {
            return;
        }
        Optional<String> said = closed.leaf().event() == LogEvent.DELIVERED
                ? Optional.of(LogEvent.DELIVERED.name())
                : closed.leaf().outcome();
        if (said.equals(receipt.leaf().outcome())) {
            report.holds("both cities say the same of the outcome: " + said.orElseThrow());
        } else {
            report.fails(
                    "OUTCOME_DIFFERS",
                    "the sending city's receipt names another outcome than the receiving city's leaf");
        }
    }

    /** What the bundle says of itself: not signed, so only good for noticing damage. */
    static final class Manifest {
        private Manifest() {}

        static JsonNode check(SortedMap<String, byte[]> files, Report report) throws VerificationException {
            byte[] bytes = files.get(EvidenceBundle.MANIFEST);
            JsonNode manifest = bytes == null ? null : parse(bytes);
            if (manifest == null
                    || !EvidenceBundle.FORMAT.equals(manifest.path("format").asText())) {
                throw new VerificationException(
                        "MANIFEST_MALFORMED", EvidenceBundle.MANIFEST + " is missing or of another format");
            }
            boolean same = true;
            for (var file : files.entrySet()) {
                String digest = manifest.path("files").path(file.getKey()).asText();
                if (!file.getKey().equals(EvidenceBundle.MANIFEST) && !digest.equals(Sha256.hex(file.getValue()))) {
                    report.fails("MANIFEST_DIFFERS", file.getKey() + " is not the file that the manifest names");
                    same = false;
                }
            }
            for (String name : (Iterable<String>) () -> manifest.path("files").fieldNames()) {
                if (!files.containsKey(name)) {
                    report.fails("FILE_MISSING", name + " stands in the manifest and is missing");
                    same = false;
                }
            }
            if (same) {
                report.holds("the bundle has the " + (files.size() - 1) + " files of its manifest, unchanged");
            }
            return manifest;
        }

        private static JsonNode parse(byte[] bytes) {
            try {
                return Json.parse(bytes);
            } catch (Json.MalformedException e) {
                return null;
            }
        }
    }
}
