package cn.changzhutan.exchange.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Prints what was measured. */
final class Report {
    private final PrintStream out;

    Report(PrintStream out) {
        this.out = out;
    }

    void machine(int cities, List<String> gatewayJvm) throws IOException {
        String processor = Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 2))
                .findFirst()
                .orElse("?");
        line(
                "%s: %d cores of %s; Java %s (%s), gateways %s; %d cities, one broker, one PostgreSQL with fsync on",
                LocalDate.now(java.time.ZoneId.systemDefault()),
                Runtime.getRuntime().availableProcessors(),
                processor,
                System.getProperty("java.version"),
                System.getProperty("java.vendor"),
                gatewayJvm,
                cities);
    }

    void run(
            String name,
            Rig.Counts counts,
            double seconds,
            Histogram[] latencies,
            Machine.Cpu cpu,
            Map<String, Long> memory,
            Map<String, Long> disk,
            double drained,
            String trouble) {
        long records = Math.max(1, counts.delivered());
        line("");
        line(
                "%s: %.0f delivered/s (%d in %.1f s; accepted %d, returned %d, refused %d, busy %d, failed %d; %d bytes a record)",
                name,
                counts.delivered() / seconds,
                counts.delivered(),
                seconds,
                counts.accepted(),
                counts.returned(),
                counts.refused(),
                counts.busy(),
                counts.failed(),
                counts.bytes() / Math.max(1, counts.accepted()));
        line("  accept   %s", latency(latencies[0]));
        line("  delivery %s", latency(latencies[1]));
        if (counts.busy() > 0) {
            line("  429      %s", latency(latencies[2]));
        }
        line(
                "  CPU %.0f µs a record, %.0f %% of a core:%s",
                cpu.total() * 1e6 / records, cpu.total() * 100 / seconds, parts(cpu.byPart(), records));
        StringBuilder stages = new StringBuilder();
        cpu.byStage().entrySet().stream()
                .filter(stage -> stage.getValue() * 1e6 / records >= 1)
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .forEach(stage -> stages.append(String.format(
                        Locale.ROOT, "%n    %5.0f µs  %s", stage.getValue() * 1e6 / records, stage.getKey())));
        line("  CPU by stage:%s", stages);
        line(
                "  memory MiB (Pss) %s; disk bytes a record: %s; drained after %.1f s",
                memory, perRecord(disk, counts), drained);
        if (!trouble.isEmpty()) {
            line("  TROUBLE %s", trouble.length() > 1500 ? trouble.substring(0, 1500) : trouble);
        }
    }

    void logs(Map<String, Long> sizes) {
        line("  log entries %s", sizes);
    }

    void title(String text) {
        line("");
        line("%s", text);
    }

    /** @param perSecond messages that came through */
    void kafka(double perSecond) {
        line("");
        line("raw Kafka, one producer and one consumer, acks=all, 1 KiB: %.0f messages/s", perSecond);
    }

    void rates(String name, double[] sorted) {
        line("");
        line(
                "%s: median %.0f records/s (min %.0f, max %.0f, %d runs)",
                name, sorted[sorted.length / 2], sorted[0], sorted[sorted.length - 1], sorted.length);
    }

    private static String latency(Histogram histogram) {
        return String.format(
                Locale.ROOT,
                "p50 %.1f ms, p95 %.1f, p99 %.1f, max %.1f (%d)",
                histogram.getValueAtPercentile(50) / 1000.0,
                histogram.getValueAtPercentile(95) / 1000.0,
                histogram.getValueAtPercentile(99) / 1000.0,
                histogram.getMaxValue() / 1000.0,
                histogram.getTotalCount());
    }

    private static String parts(Map<String, Double> seconds, long records) {
        StringBuilder text = new StringBuilder();
        seconds.forEach(
                (part, used) -> text.append(String.format(Locale.ROOT, " %s %.0f µs;", part, used * 1e6 / records)));
        return text.toString();
    }

    private static String perRecord(Map<String, Long> grown, Rig.Counts counts) {
        StringBuilder text = new StringBuilder();
        grown.forEach((part, bytes) -> text.append(part)
                .append(' ')
                .append(bytes / Math.max(1, counts.accepted()))
                .append("; "));
        return text.toString();
    }

    private void line(String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
    }
}
