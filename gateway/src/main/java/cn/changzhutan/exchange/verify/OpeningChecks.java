package cn.changzhutan.exchange.verify;

import cn.changzhutan.exchange.VerificationException;
import cn.changzhutan.exchange.crypto.EnvelopeHeader;
import cn.changzhutan.exchange.crypto.EnvelopeOpener;
import cn.changzhutan.exchange.crypto.Sm3;
import cn.changzhutan.exchange.log.EvidenceBundle;
import cn.changzhutan.exchange.log.Leaf;
import cn.changzhutan.exchange.log.SealedContent;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.SortedMap;
import java.util.regex.Pattern;

/** The record of a bundle is the one to which its ACCEPTED leaf commits: the encrypted one, and the one in clear if it is shown. */
final class OpeningChecks {
    private static final Pattern KEY = Pattern.compile("[0-9a-f]{32}\n");

    private OpeningChecks() {}

    static void check(SortedMap<String, byte[]> files, JsonNode manifest, Leaf accepted, Report report) {
        byte[] envelope = files.get(EvidenceBundle.ENVELOPE);
        byte[] key = files.get(EvidenceBundle.RECORD_KEY);
        byte[] content = files.get(EvidenceBundle.OPENING);
        try {
            if (envelope == null) {
                report.remark("the encrypted record is not in the bundle (" + EvidenceBundle.ENVELOPE + ")");
            } else {
                envelope(envelope, accepted, report);
            }
            if (content == null && key == null) {
                report.remark("the record in clear is not in the bundle: "
                        + manifest.path("opening").asText("WITHHELD"));
                return;
            }
            if (content == null || key == null) {
                throw new VerificationException(
                        "FILE_MISSING",
                        EvidenceBundle.OPENING + " and " + EvidenceBundle.RECORD_KEY
                                + " belong together: one is missing");
            }
            if (envelope != null) {
                opens(envelope, key, content, report);
            }
            SealedContent.open(content).matches(accepted);
            report.holds("the record in " + EvidenceBundle.OPENING
                    + ", and the persons, officer and case that it names, are those to" + " which the leaf commits");
        } catch (VerificationException e) {
            report.fails(e.code(), e.getMessage());
        }
    }

    private static void envelope(byte[] envelope, Leaf accepted, Report report) throws VerificationException {
        if (!accepted.envelopeDigest().equals(Optional.of(HexFormat.of().formatHex(Sm3.digest(envelope))))) {
            throw new VerificationException(
                    "ENVELOPE_DIGEST",
                    EvidenceBundle.ENVELOPE + " is not the envelope that the leaf names by its SM3 digest");
        }
        EnvelopeHeader header = EnvelopeHeader.of(envelope);
        if (!accepted.exchange().equals(Optional.of(header.exchangeId()))
                || !header.from().equals(accepted.from())
                || !accepted.to().equals(Optional.of(header.to()))
                || !accepted.kekId().equals(Optional.of(header.kekId()))) {
            throw new VerificationException(
                    "ENVELOPE_HEADER", "the envelope names another exchange, city or key than the leaf");
        }
        report.holds("the encrypted record is the one that the leaf names by its SM3 digest");
    }

    private static void opens(byte[] envelope, byte[] key, byte[] content, Report report) throws VerificationException {
        String hex = new String(key, StandardCharsets.ISO_8859_1);
        if (!KEY.matcher(hex).matches()) {
            throw new VerificationException("CIPHERTEXT_INVALID", EvidenceBundle.RECORD_KEY + " is no record key");
        }
        byte[] inside =
                EnvelopeOpener.openWithRecordKey(envelope, HexFormat.of().parseHex(hex.strip()));
        if (!Arrays.equals(inside, content)) {
            throw new VerificationException(
                    "OPENING_DIFFERS", EvidenceBundle.OPENING + " is not what the envelope holds under the record key");
        }
        report.holds("the record key opens the envelope, and what is inside is " + EvidenceBundle.OPENING);
    }
}
