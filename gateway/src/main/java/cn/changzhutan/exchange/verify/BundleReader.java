package cn.changzhutan.exchange.verify;

import cn.changzhutan.exchange.VerificationException;
import cn.changzhutan.exchange.log.EvidenceBundle;
import cn.changzhutan.exchange.log.EvidencePart;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Takes a bundle apart. A zip file can name one thing twice, hide files from half of the tools, or grow without end when unpacked: so
 * only the known names are taken, each once, each within its bound, and the bundle must be, byte for byte, the one that its files make.
 */
final class BundleReader {
    /** Longest file of a bundle in bytes; an envelope has at most 6 MiB. */
    static final int MAX_FILE = 8 << 20;

    /** Longest bundle in bytes. */
    static final int MAX_BUNDLE = 32 << 20;

    private static final String MALFORMED = "BUNDLE_MALFORMED";
    private static final Set<String> NAMES = names();

    private BundleReader() {}

    private static Set<String> names() {
        Set<String> names = new HashSet<>(Set.of(
                EvidenceBundle.MANIFEST,
                EvidenceBundle.SUMMARY,
                EvidenceBundle.POLICY,
                EvidenceBundle.ENVELOPE,
                EvidenceBundle.RECORD_KEY,
                EvidenceBundle.OPENING));
        for (EvidencePart part : EvidencePart.values()) {
            names.add(part.leafFile());
            names.add(part.proofFile());
        }
        return names;
    }

    /** @throws VerificationException {@code BUNDLE_MALFORMED} */
    static SortedMap<String, byte[]> read(byte[] zip) throws VerificationException {
        if (zip.length > MAX_BUNDLE) {
            throw malformed("longer than " + MAX_BUNDLE + " bytes");
        }
        SortedMap<String, byte[]> files = new TreeMap<>();
        // A bundle is not compressed, so its files together are never longer than it: nothing is unpacked beyond that.
        int left = zip.length;
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip), StandardCharsets.UTF_8)) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                if (!NAMES.contains(entry.getName())) {
                    throw malformed("a file that is no part of a bundle");
                }
                int longest = Math.min(MAX_FILE, left);
                byte[] bytes = in.readNBytes(longest + 1);
                if (bytes.length > longest) {
                    throw malformed(entry.getName() + " is longer than " + longest + " bytes");
                }
                left -= bytes.length;
                if (files.put(entry.getName(), bytes) != null) {
                    throw malformed(entry.getName() + " stands in it twice");
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            throw malformed("it cannot be unpacked");
        }
        if (!Arrays.equals(EvidenceBundle.zip(files), zip)) {
            throw malformed("it has bytes that belong to none of its files, or was packed by another tool");
        }
        return files;
    }

    private static VerificationException malformed(String what) {
        return new VerificationException(MALFORMED, "the bundle is not well-formed: " + what);
    }
}
