package cn.changzhutan.exchange.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code reconcile}: has a running gateway compare a day with the other cities, and shows what came of it. */
@Command(
        name = "reconcile",
        mixinStandardHelpOptions = true,
        description = {
            "Has a running gateway compare a day with every other city: counts, states and amounts of each kind.",
            "Exit status 0 only if everything agrees (平).",
            "与其他城市对账:按日、按种类核对笔数、状态与金额;全部相符时退出码为 0。"
        })
public final class ReconcileCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private OperatorClient gateway;

    @Option(names = "--day", required = true, paramLabel = "YYYY-MM-DD", description = "the day, in Asia/Shanghai")
    private LocalDate day;

    @Option(names = "--show", description = "show the newest result and compare nothing (also for auditors)")
    private boolean show;

    @Override
    public Integer call() throws IOException, InterruptedException {
        String path = "/api/v1/reconciliations?day=" + day;
        JsonNode results =
                (show ? gateway.get(path) : gateway.post(path)).body().path("results");
        PrintWriter out = spec.commandLine().getOut();
        boolean balanced = !results.isEmpty();
        for (JsonNode result : results) {
            JsonNode details = result.path("details");
            balanced &= result.path("outcome").asText().equals("BALANCED");
            out.println(details.path("city").asText() + " and "
                    + details.path("peer").asText() + ", " + day + ": " + word(result) + ", log entry "
                    + result.path("logIndex").asText());
            details.path("lines").forEach(line -> line(out, line));
            if (details.path("mismatches").asInt() > 0) {
                mismatches(out, details.path("peer").asText());
            }
        }
        if (results.isEmpty()) {
            out.println("this day was not compared");
        }
        out.flush();
        return balanced ? 0 : 1;
    }

    private static String word(JsonNode result) {
        return switch (result.path("outcome").asText()) {
            case "BALANCED" -> "平 balanced";
            case "UNBALANCED" -> "不平 NOT balanced";
            default ->
                "INCOMPLETE: the other city could not be asked ("
                        + result.path("details").path("trouble").asText() + ")";
        };
    }

    private static void line(PrintWriter out, JsonNode line) {
        out.printf(
                "  %-8s %-34s %s%s%n",
                line.path("flow").asText(),
                line.path("kind").asText() + "/" + line.path("type").asText(),
                totals(line.path("here")),
                line.path("balanced").asBoolean() ? "" : "   THERE: " + totals(line.path("there")));
    }

    private static String totals(JsonNode totals) {
        if (totals.isMissingNode()) {
            return "unknown";
        }
        String sums = totals.path("accepted").asText() + " = "
                + totals.path("delivered").asText() + " delivered + "
                + totals.path("returned").asText() + " returned + "
                + totals.path("pending").asText() + " pending";
        return totals.path("amounts").asLong() == 0
                ? sums
                : sums + ", " + totals.path("amount").asText() + " yuan";
    }

    private void mismatches(PrintWriter out, String peer) throws IOException, InterruptedException {
        String after = "";
        while (true) {
            JsonNode page = gateway.get("/api/v1/reconciliations/mismatches?day=" + day + "&peer=" + peer
                            + "&limit=1000" + (after.isEmpty() ? "" : "&after=" + after))
                    .body();
            if (page.path("items").isEmpty()) {
                return;
            }
            page.path("items")
                    .forEach(one -> out.println("    " + one.path("exchange").asText() + " here "
                            + one.path("here").asText("unknown") + ", there "
                            + one.path("there").asText("unknown")));
            after = page.path("next").asText();
        }
    }
}
