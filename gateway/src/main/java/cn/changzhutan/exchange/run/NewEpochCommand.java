package cn.changzhutan.exchange.run;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.Role;
import cn.changzhutan.exchange.SettingsException;
import cn.changzhutan.exchange.crypto.CityKeys;
import cn.changzhutan.exchange.log.CityLines;
import cn.changzhutan.exchange.log.Policy;
import cn.changzhutan.exchange.pipeline.LogUnavailableException;
import cn.changzhutan.exchange.pipeline.NewEpoch;
import cn.changzhutan.exchange.settings.RuntimeSettings;
import cn.changzhutan.exchange.settings.Settings;
import cn.changzhutan.exchange.settings.User;
import cn.changzhutan.exchange.store.Database;
import cn.changzhutan.exchange.store.DatabaseUnusableException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code new-epoch}: the legitimate way on for a log whose database was set back. */
@Command(
        name = "new-epoch",
        mixinStandardHelpOptions = true,
        description = {
            "Let a city's log go on under a new origin, after its database was set back. Only while no gateway of the city runs.",
            "The old log stays verifiable; the first entry of the new one names it. Prints the lines for every policy file."
                    + " 日志换代。"
        })
public final class NewEpochCommand implements Callable<Integer> {
    @Option(names = "--city", required = true, paramLabel = "NAME", description = "the city, as config/cities names it")
    private String city;

    @Option(
            names = "--config",
            paramLabel = "DIR",
            defaultValue = "config",
            description = "folder of cities, users and gateway.yaml (default: ${DEFAULT-VALUE})")
    private Path config;

    @Option(
            names = "--runtime",
            paramLabel = "FILE",
            description = "runtime settings (default: gateway.yaml in --config)")
    private Optional<Path> runtime = Optional.empty();

    @Option(
            names = "--origin",
            required = true,
            paramLabel = "HOST/NAME",
            description = "the new origin, of the same host: city.exchange.example/log-2")
    private String origin;

    @Option(names = "--reason", required = true, description = "one of ${COMPLETION-CANDIDATES}")
    private NewEpoch.Reason reason;

    @Option(
            names = "--approved-by",
            required = true,
            paramLabel = "USER",
            description = "twice: two users of config/users.yaml with the role operator or admin")
    private List<String> approvers = List.of();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        RuntimeSettings settings = RuntimeSettings.load(runtime.orElse(config.resolve("gateway.yaml")));
        City self = new City(city);
        requireTwoApprovers(self, Settings.load(config, settings.schemas(), settings.routes()));
        Policy policy = Policy.load(settings.policy());
        CityKeys keys = CityKeys.load(settings.keys());
        try (Database database = OpenedGateway.open(settings.database())) {
            NewEpoch.Begun begun = new NewEpoch(
                            self, policy, keys, database, OpenedGateway.guard(settings), Clock.systemUTC())
                    .begin(new NewEpoch.Approval(origin, reason, approvers.get(0), approvers.get(1)));
            print(self, keys, policy, begun);
            return 0;
        } catch (LogUnavailableException | IllegalArgumentException | DatabaseUnusableException e) {
            throw new SettingsException(List.of("new-epoch: " + e.getMessage()));
        }
    }

    private void requireTwoApprovers(City self, Settings settings) {
        List<String> problems = new ArrayList<>();
        for (String name : approvers) {
            User user = settings.users().get(name);
            if (user == null || !user.mayCall(self) || (user.role() != Role.OPERATOR && user.role() != Role.ADMIN)) {
                problems.add("--approved-by " + name + " (expected: a user of config/users.yaml at " + self
                        + " with the role operator or admin)");
            }
        }
        if (approvers.size() != 2 || approvers.get(0).equals(approvers.get(1))) {
            problems.add("--approved-by (expected: twice, two people)");
        }
        if (!problems.isEmpty()) {
            throw new SettingsException(problems);
        }
    }

    private void print(City self, CityKeys keys, Policy policy, NewEpoch.Begun begun) {
        PrintWriter out = spec.commandLine().getOut();
        out.println("# The log " + begun.formerOrigin() + " ended; " + origin + " begins with entry "
                + begun.firstIndex() + ".");
        out.println("# Largest checkpoint known of the former log: size "
                + begun.known().size() + " (" + begun.answered() + " witnesses answered). Entries from "
                + begun.firstIndex() + " on under the former origin are lost.");
        out.println("# 1. Add these lines to the policy file of every city and auditor; keep the former ones.");
        new CityLines(
                        self,
                        origin,
                        keys,
                        policy.logUrl(self).map(url -> url.toString().replaceFirst("/log/?$", "")))
                .toText()
                .lines()
                .filter(line -> line.startsWith("city ") || line.startsWith("log "))
                .forEach(out::println);
        out.println("# 2. In every city's config/cities, set the origin of " + self + " to " + origin
                + ", then restart the gateways.");
        out.flush();
    }
}
