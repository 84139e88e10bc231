package cn.changzhutan.exchange.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.changzhutan.exchange.VerificationException;
import cn.changzhutan.exchange.chaos.Fuzz;
import cn.changzhutan.exchange.log.EvidenceBundle;
import cn.changzhutan.exchange.log.Policy;
import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Bundles of evidence and lists of checkpoints from anywhere: judged, never a crash, and never larger in memory than they are. */
@Tag("chaos")
class EvidenceFuzzTest {
    private static final Path FOLDER = Path.of("src/test/resources/evidence");

    private static List<byte[]> bundles() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER.resolve("valid"))) {
            List<byte[]> bundles = new ArrayList<>();
            for (Path file : files.filter(each -> each.toString().endsWith(".zip"))
                    .sorted()
                    .toList()) {
                bundles.add(Files.readAllBytes(file));
            }
            return bundles;
        }
    }

    @Test
    void bundles_areJudged() throws Exception {
        Policy policy = Policy.load(FOLDER.resolve("policy"));
        Fuzz.of("BundleVerifier", bytes -> said(BundleVerifier.verify(bytes, policy)))
                .samples(bundles())
                .run(40, 1_500);
    }

    /** Most changed bytes of a zip end at its checksums: here a file inside is changed and the zip made anew around it. */
    @Test
    void filesOfABundle_areJudged() throws Exception {
        Policy policy = Policy.load(FOLDER.resolve("policy"));
        SortedMap<String, byte[]> whole = BundleReader.read(bundles().get(0));
        for (Map.Entry<String, byte[]> file : whole.entrySet()) {
            Fuzz.of("bundle's " + file.getKey(), bytes -> {
                        SortedMap<String, byte[]> files = new TreeMap<>(whole);
                        files.put(file.getKey(), bytes);
                        return said(BundleVerifier.verify(EvidenceBundle.zip(files), policy));
                    })
                    .samples(file.getValue())
                    .run(10, 500);
        }
    }

    @Test
    void listsOfCheckpoints_areReadOrRefused() throws Exception {
        byte[] list = Files.readAllBytes(FOLDER.resolve("valid-logs/changsha/checkpoints.json"));
        Fuzz.of("CheckpointList", bytes -> {
                    CheckpointList.parse(bytes, "list");
                    return "";
                })
                .samples(list)
                .throwing(SourceException.class)
                .run(50, 2_000);
    }

    /** A few kilobytes that unpack to more than a hundred megabytes. */
    @Test
    void zipBomb_isRefused_andNeverUnpackedWhole() throws Exception {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bomb)) {
            for (String name : BundleReader.read(bundles().get(0)).keySet()) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(new byte[BundleReader.MAX_FILE]);
                zip.closeEntry();
            }
        }
        byte[] bytes = bomb.toByteArray();
        assertThat(bytes.length).isLessThan(200_000);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();

        assertThatThrownBy(() -> BundleReader.read(bytes)).isInstanceOf(VerificationException.class);

        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(8L << 20);
    }

    @Test
    void zipOfTenThousandNames_isRefused() throws Exception {
        ByteArrayOutputStream many = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(many, StandardCharsets.UTF_8)) {
            for (int i = 0; i < 10_000; i++) {
                zip.putNextEntry(new ZipEntry("../" + i));
                zip.closeEntry();
            }
        }
        assertThatThrownBy(() -> BundleReader.read(many.toByteArray())).isInstanceOf(VerificationException.class);
    }

    /** Who reads the verdict holds the bundle, so it may name what it found there, such as the log of a note. */
    private static String said(Report report) {
        return report.findings().isEmpty() ? "no verdict" : "";
    }
}
