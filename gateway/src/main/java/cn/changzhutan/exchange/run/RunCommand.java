package cn.changzhutan.exchange.run;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.SettingsException;
import cn.changzhutan.exchange.local.ParentWatch;
import cn.changzhutan.exchange.pipeline.LogUnavailableException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code run}: one city's gateway against the Kafka and PostgreSQL that its runtime file names, until it is stopped. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Run one city's gateway until it is stopped (SIGTERM or Ctrl-C).")
public final class RunCommand implements Callable<Integer> {
    @Option(names = "--city", required = true, paramLabel = "NAME", description = "the city, as config/cities names it")
    private String city;

    @Option(
            names = "--config",
            paramLabel = "DIR",
            defaultValue = "config",
            description = "folder of cities, agreements and gateway.yaml (default: ${DEFAULT-VALUE})")
    private Path config;

    @Option(
            names = "--runtime",
            paramLabel = "FILE",
            description = "runtime settings (default: gateway.yaml in --config)")
    private Optional<Path> runtime = Optional.empty();

    @Option(names = "--parent", hidden = true, description = "stop when this process is gone")
    private Optional<Long> parent = Optional.empty();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        parent.ifPresent(ParentWatch::start);
        try {
            RunningGateway.start(new City(city), config, runtime.orElse(config.resolve("gateway.yaml")));
        } catch (SettingsException e) {
            e.problems().forEach(problem -> spec.commandLine().getErr().println(problem));
            return 1;
        } catch (LogUnavailableException | IllegalArgumentException e) {
            spec.commandLine().getErr().println("gateway of " + city + " does not start: " + e.getMessage());
            return 1;
        }
        // The servlet container's threads are daemons with virtual threads: stay until the shutdown hook ends the
        // process.
        Thread.currentThread().join();
        return 0;
    }
}
