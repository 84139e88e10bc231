package cn.changzhutan.exchange.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A back office that hands in its records as files: the file, then its done marker, and then it waits for the result file. */
final class FileDropper {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final LocalFolders folders;

    FileDropper(LocalFolders folders) {
        this.folders = folders;
    }

    /** Puts all files there, then waits for their results. @param run makes the batch names of this run different from others' */
    List<Sent> drop(List<Sample> samples, String run) throws IOException, InterruptedException {
        Map<Sample, Path> results = new LinkedHashMap<>();
        for (Sample sample : samples) {
            String batch = run + "-" + results.size();
            results.put(sample, drop(sample, batch));
        }
        List<Sent> sent = new ArrayList<>();
        long end = System.nanoTime() + PATIENCE.toNanos();
        for (Map.Entry<Sample, Path> entry : results.entrySet()) {
            while (!Files.exists(entry.getValue())) {
                if (System.nanoTime() > end) {
                    throw new IOException(entry.getKey() + ": no result file within a minute");
                }
                Thread.sleep(50);
            }
            // Codes, ids and numbers are ASCII, whatever charset the city's result files have.
            sent.add(parse(entry.getKey(), Files.readString(entry.getValue(), StandardCharsets.ISO_8859_1)));
        }
        return sent;
    }

    private Path drop(Sample sample, String batch) throws IOException {
        Path folder = Files.createDirectories(folders.dropIn(sample.sender()));
        String name = batch + "." + sample.extension();
        Files.write(folder.resolve(name), sample.content());
        String marker = String.join(
                "\r\n",
                "batch=" + batch,
                "kind=" + sample.type().kind(),
                "type=" + sample.type().type(),
                "to=" + sample.to(),
                "purpose=" + sample.purpose(),
                "officer=zz-0731",
                "case=演示〔2026〕1号");
        Path aside = folder.resolve(name + ".marker");
        Files.writeString(aside, marker + "\r\n");
        Files.move(aside, folder.resolve(name + ".done"));
        return folder.resolve(name + ".result.csv");
    }

    /** Columns: row,state,exchanges,code,... ; exchanges are {@code city:id}, separated by blanks. */
    static Sent parse(Sample sample, String csv) {
        List<String> exchanges = new ArrayList<>();
        List<String> codes = new ArrayList<>();
        csv.lines().skip(1).forEach(line -> {
            String[] cells = line.split(",", 5);
            if (cells.length == 5 && cells[1].equals("ACCEPTED")) {
                for (String exchange : cells[2].split(" ")) {
                    exchanges.add(exchange.substring(exchange.indexOf(':') + 1));
                }
            } else if (cells.length == 5) {
                codes.add(cells[3]);
            }
        });
        return new Sent(sample, exchanges, codes);
    }
}
