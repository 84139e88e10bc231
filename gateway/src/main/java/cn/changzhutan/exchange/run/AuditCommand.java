package cn.changzhutan.exchange.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code audit}: an auditor's questions to a running gateway. Each is an entry of the gateway's log. */
@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "An auditor's questions to a running gateway's log: search, count, export. Each is itself an entry of the log.",
            "审计查询:检索、统计、导出;每次查询都写入日志。"
        },
        subcommands = {AuditCommand.Search.class, AuditCommand.Count.class, AuditCommand.Export.class})
public final class AuditCommand {
    private static final int PAGE = 1000;

    /** Entries, newest first. */
    @Command(name = "search", mixinStandardHelpOptions = true, description = "Show entries, the newest first.")
    static final class Search implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @Mixin
        private OperatorClient gateway;

        @Mixin
        private AuditTerms terms;

        @Option(names = "--limit", defaultValue = "100", description = "entries at most (default: ${DEFAULT-VALUE})")
        private int limit;

        @Option(names = "--open", description = "also who acted for whom, persons masked")
        private boolean open;

        @Option(names = "--json", description = "a line of JSON an entry")
        private boolean json;

        @Override
        public Integer call() throws IOException, InterruptedException {
            PrintWriter out = spec.commandLine().getOut();
            int left = limit;
            ObjectNode question = terms.question().put("open", open);
            JsonNode page;
            do {
                page = post(gateway, "search", question.put("limit", Math.max(1, Math.min(left, PAGE))));
                for (JsonNode item : page.path("items")) {
                    out.println(json ? item.toString() : line(item));
                }
                left -= page.path("items").size();
                question.put("after", page.path("next").asText("-"));
            } while (page.has("next") && left > 0);
            foot(spec.commandLine().getErr(), page, page.has("next") ? "there are more; " : "");
            out.flush();
            return 0;
        }

        private static String line(JsonNode item) {
            JsonNode acting = item.path("acting");
            List<String> persons = new ArrayList<>();
            acting.path("persons").forEach(each -> persons.add(each.asText()));
            return String.join(
                    "  ",
                    Stream.of(
                                    item.path("index").asText(),
                                    item.path("time").asText(),
                                    item.path("event").asText(),
                                    joined(">", item, "from", "to"),
                                    joined("/", item, "kind", "type"),
                                    item.path("purpose").asText(),
                                    joined(" ", item, "outcome", "code"),
                                    item.path("amount").asText(),
                                    item.path("exchange").asText(),
                                    joined(" ", acting, "officer", "case", "onBehalfOf"),
                                    String.join(" ", persons),
                                    joined(": ", item.path("asked"), "user", "reason"))
                            .filter(text -> !text.isEmpty())
                            .toList());
        }

        private static String joined(String between, JsonNode object, String... names) {
            return String.join(
                    between,
                    Stream.of(names)
                            .map(name -> object.path(name).asText())
                            .filter(text -> !text.isEmpty())
                            .toList());
        }
    }

    /** Counts and sums. */
    @Command(name = "count", mixinStandardHelpOptions = true, description = "Count entries and sum amounts, in groups.")
    static final class Count implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @Mixin
        private OperatorClient gateway;

        @Mixin
        private AuditTerms terms;

        @Option(
                names = "--by",
                paramLabel = "NAME",
                split = ",",
                description = "groups: a term's name, day, month; at most one of person, officer, case, onBehalfOf")
        private List<String> by = List.of();

        @Override
        public Integer call() throws IOException, InterruptedException {
            ObjectNode question = terms.question();
            by.forEach(question.putArray("groupBy")::add);
            JsonNode counts = post(gateway, "count", question);
            PrintWriter out = spec.commandLine().getOut();
            for (JsonNode group : counts.path("groups")) {
                List<String> keys = new ArrayList<>();
                group.path("group").forEach(key -> keys.add(key.asText("").isEmpty() ? "-" : key.asText()));
                out.printf(
                        "%10d  %16s  %s%n",
                        group.path("count").asLong(), group.path("amount").asText(""), String.join("  ", keys));
            }
            out.flush();
            foot(
                    spec.commandLine().getErr(),
                    counts,
                    counts.path("complete").asBoolean() ? "" : "largest groups only; ");
            return 0;
        }
    }

    /** CSV with its manifest. */
    @Command(
            name = "export",
            mixinStandardHelpOptions = true,
            description =
                    "Write what a search finds to a zip: CSV, manifest, and the log's entry that binds the manifest.")
    static final class Export implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @Mixin
        private OperatorClient gateway;

        @Mixin
        private AuditTerms terms;

        @Option(names = "--open", description = "also who acted for whom, persons masked")
        private boolean open;

        @Option(names = "--after", paramLabel = "NEXT", description = "the next of an earlier export's manifest")
        private String after;

        @Option(names = "--out", required = true, paramLabel = "FILE", description = "the zip; must not exist yet")
        private Path file;

        @Override
        public Integer call() throws IOException, InterruptedException {
            ObjectNode question = terms.question().put("open", open);
            if (after != null) {
                question.put("after", after);
            }
            gateway.download("/api/v1/audit/export", bytes(question), file);
            spec.commandLine().getOut().println(file);
            spec.commandLine().getOut().flush();
            return 0;
        }
    }

    private static JsonNode post(OperatorClient gateway, String what, ObjectNode question)
            throws IOException, InterruptedException {
        return gateway.post("/api/v1/audit/" + what, bytes(question)).body();
    }

    private static byte[] bytes(ObjectNode question) {
        return question.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** How far the answer reaches, beside the answer itself. */
    private static void foot(PrintWriter err, JsonNode answer, String more) {
        err.println(more + "log entry " + answer.path("entry").asText() + "; index of "
                + answer.path("indexed").asText() + " of "
                + answer.path("logSize").asText() + " entries");
        err.flush();
    }
}
