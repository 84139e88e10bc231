package cn.changzhutan.exchange.verify;

import cn.changzhutan.exchange.log.Policy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Verifies whole logs. */
@Command(
        name = "verify-log",
        mixinStandardHelpOptions = true,
        description = {
            "Verifies whole logs: every entry, tile, checkpoint and cosignature, and that what was verified before is still part of it.",
            "Given several cities, also that every exchange stands in both cities' logs with matching digests.",
            "What holds is printed, what does not goes to stderr, one a line. Exit status 0 only if all holds.",
            "验证整个日志: 每条日志、哈希瓦片、检查点与联署; 给出多个城市时核对每笔交换在双方日志中一致。"
        })
public final class VerifyLogCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "LOG",
            arity = "1..*",
            description = "where a log is served (https://host/log), or a folder laid out like it")
    private List<String> logs = new ArrayList<>();

    @Option(
            names = "--policy",
            required = true,
            paramLabel = "FILE",
            description = "whose keys and witnesses to believe")
    private Path policy;

    @Option(
            names = "--state",
            paramLabel = "FILE",
            description = "what was verified the last time; written if everything holds")
    private Path state;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "an auditor's token, or lines of CITY-auditor and token")
    private Path tokens;

    @Option(names = "--save", paramLabel = "DIR", description = "keep what was read, one folder a log")
    private Path save;

    @Option(
            names = "--patience",
            defaultValue = "PT24H",
            paramLabel = "PERIOD",
            description = "how long an exchange may be on its way (default: ${DEFAULT-VALUE})")
    private Duration patience;

    @Override
    public Integer call() {
        Policy trusted = Policy.load(policy);
        TokenFile auditor = tokens == null ? TokenFile.none() : TokenFile.load(tokens);
        SeenLogs seen = state == null ? SeenLogs.none() : SeenLogs.load(state);
        Report report = new Report();
        List<VerifiedLog> verified = new ArrayList<>();
        for (int i = 0; i < logs.size(); i++) {
            LogSource source = source(logs.get(i), auditor);
            LogSource kept = save == null ? source : new SavedLog(source, save.resolve(Integer.toString(i + 1)));
            LogVerifier.verify(kept, trusted, seen, report).ifPresent(verified::add);
        }
        if (distinct(verified, report) && verified.size() > 1) {
            Report across = new Report();
            new Completeness(verified, trusted, patience, across).check();
            across.copyTo(report);
        }
        int status = Printed.print(report, String.join(", ", logs), spec.commandLine());
        if (status == 0 && state != null) {
            verified.forEach(seen::put);
            seen.save(state);
        }
        return status;
    }

    private static LogSource source(String log, TokenFile auditor) {
        return log.startsWith("http://") || log.startsWith("https://")
                ? new HttpLog(log, auditor::of)
                : new FolderLog(Path.of(log));
    }

    private static boolean distinct(List<VerifiedLog> verified, Report report) {
        Set<Object> cities = new HashSet<>();
        for (VerifiedLog log : verified) {
            if (!cities.add(log.city())) {
                report.fails("LOG_TWICE", log.city() + ": given twice (expected: one log a city)");
                return false;
            }
        }
        return true;
    }
}
