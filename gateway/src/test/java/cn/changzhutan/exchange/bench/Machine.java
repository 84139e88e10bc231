package cn.changzhutan.exchange.bench;

import cn.changzhutan.exchange.local.LocalCity;
import cn.changzhutan.exchange.local.LocalSystem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the processes of a system use, from /proc (Linux): CPU by process and by thread, memory, disk. */
final class Machine {
    /** CPU seconds by stage, a stage being a process or a group of threads of one. */
    record Cpu(Map<String, Double> byPart, Map<String, Double> byStage) {
        Cpu since(Cpu before) {
            return new Cpu(minus(byPart, before.byPart), minus(byStage, before.byStage));
        }

        double total() {
            return byPart.values().stream().mapToDouble(Double::doubleValue).sum();
        }

        private static Map<String, Double> minus(Map<String, Double> now, Map<String, Double> then) {
            Map<String, Double> left = new LinkedHashMap<>();
            now.forEach((key, value) -> left.put(key, value - then.getOrDefault(key, 0.0)));
            return left;
        }
    }

    private static final double TICKS = 100;
    private static final Pattern NUMBERED = Pattern.compile("[ -]?#?[0-9]+$");

    private final LocalSystem system;
    private final Path data;

    Machine(LocalSystem system, Path data) {
        this.system = system;
        this.data = data;
    }

    /** Entries of each city's log. */
    Map<String, Long> logs() throws IOException {
        Map<String, Long> sizes = new LinkedHashMap<>();
        for (LocalCity city : system.cities()) {
            try (InputStream note =
                    city.gateway().resolve("/log/checkpoint").toURL().openStream()) {
                String size = new String(note.readAllBytes(), StandardCharsets.UTF_8).split("\n")[1];
                sizes.put(city.city().name(), Long.valueOf(size));
            }
        }
        return sizes;
    }

    Cpu cpu() throws IOException {
        Map<String, Double> parts = new LinkedHashMap<>();
        Map<String, Double> stages = new TreeMap<>();
        for (LocalCity city : system.cities()) {
            long pid = system.gateway(city.city()).orElseThrow().pid();
            parts.merge("gateways", seconds(Path.of("/proc/" + pid + "/stat"), false), Double::sum);
            addThreads(pid, "gateway ", stages);
        }
        long broker = system.broker().orElseThrow().pid();
        parts.put("broker", seconds(Path.of("/proc/" + broker + "/stat"), false));
        long postmaster = system.database().orElseThrow().pid();
        parts.put("database", family(postmaster, stages));
        parts.put("load generator", seconds(Path.of("/proc/self/stat"), false));
        return new Cpu(parts, stages);
    }

    private static void addThreads(long pid, String prefix, Map<String, Double> stages) throws IOException {
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(Path.of("/proc/" + pid + "/task"))) {
            for (Path task : tasks) {
                try {
                    String name = Files.readString(task.resolve("comm")).strip();
                    stages.merge(
                            prefix + NUMBERED.matcher(name).replaceAll(""),
                            seconds(task.resolve("stat"), false),
                            Double::sum);
                } catch (NoSuchFileException e) {
                    // the thread has ended
                }
            }
        }
    }

    private static double family(long postmaster, Map<String, Double> stages) throws IOException {
        double sum = seconds(Path.of("/proc/" + postmaster + "/stat"), true);
        for (ProcessHandle child :
                ProcessHandle.of(postmaster).orElseThrow().children().toList()) {
            try {
                Path folder = Path.of("/proc/" + child.pid());
                double used = seconds(folder.resolve("stat"), false);
                Matcher title = Pattern.compile("postgres: ([a-z_]+ ?[a-z_]*)")
                        .matcher(Files.readString(folder.resolve("cmdline")));
                stages.merge("postgres " + (title.find() ? title.group(1).strip() : "?"), used, Double::sum);
                sum += used;
            } catch (IOException e) {
                // the process has ended: its parent has its time
            }
        }
        return sum;
    }

    private static double seconds(Path stat, boolean children) throws IOException {
        String text = Files.readString(stat);
        String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ");
        long ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
        return (ticks + (children ? Long.parseLong(fields[13]) + Long.parseLong(fields[14]) : 0)) / TICKS;
    }

    /** Memory that the processes of the system (without the load generator) have for themselves or share, MiB (Pss). */
    Map<String, Long> memory() throws IOException {
        Map<String, Long> pss = new LinkedHashMap<>();
        for (LocalCity city : system.cities()) {
            pss.merge("gateways", pss(system.gateway(city.city()).orElseThrow().pid()), Long::sum);
        }
        pss.put("broker", pss(system.broker().orElseThrow().pid()));
        long postmaster = system.database().orElseThrow().pid();
        long database = pss(postmaster);
        for (ProcessHandle child :
                ProcessHandle.of(postmaster).orElseThrow().children().toList()) {
            database += pss(child.pid());
        }
        pss.put("database", database);
        return pss;
    }

    private static long pss(long pid) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/smaps_rollup"))) {
            return lines.filter(line -> line.startsWith("Pss:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                            .sum()
                    / 1024;
        } catch (IOException e) {
            return 0; // the process has ended
        }
    }

    /** Bytes of the files of the databases and of the broker. */
    Map<String, Long> disk() throws IOException {
        Map<String, Long> sizes = new LinkedHashMap<>();
        sizes.put("database (tables and indexes)", size(data.resolve("postgresql/data/base")));
        sizes.put("broker", size(data.resolve("broker/data")));
        return sizes;
    }

    private static long size(Path folder) throws IOException {
        long[] sum = new long[1];
        try (Stream<Path> files = Files.walk(folder)) {
            files.forEach(file -> {
                try {
                    sum[0] += Files.isRegularFile(file) ? Files.size(file) : 0;
                } catch (IOException e) {
                    // deleted meanwhile
                }
            });
        }
        return sum[0];
    }
}
