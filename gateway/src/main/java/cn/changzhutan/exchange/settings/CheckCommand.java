package cn.changzhutan.exchange.settings;

import cn.changzhutan.exchange.SettingsException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Checks the files that people edit. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = {
            "Checks config/, routes/ and schemas/, and prints every problem with file and line.",
            "Exit status 0 if there is none, 1 if there is any. Nothing is changed.",
            "检查全部配置、路由和数据规范文件,一次列出所有问题及其文件与行号。"
        })
public final class CheckCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--config",
            defaultValue = "config",
            paramLabel = "DIR",
            description = "the config folder (default: ${DEFAULT-VALUE})")
    private Path config;

    @Option(
            names = "--runtime",
            paramLabel = "FILE",
            description = "one gateway's runtime settings (default: gateway.yaml in the config folder)")
    private Path runtime;

    @Option(
            names = "--city",
            paramLabel = "NAME",
            description = "the city whose gateway the runtime settings are for: its systems must all have endpoints")
    private String city;

    @Override
    public Integer call() {
        List<String> problems = new ArrayList<>();
        RuntimeSettings machine = runtimeSettings(problems);
        Settings settings = settings(machine, problems);
        if (machine != null && settings != null) {
            problems.addAll(EndpointChecks.check(machine, settings, city));
            // The example in config/ names a policy that each city makes for itself.
            if (runtime != null) {
                problems.addAll(PolicyChecks.check(machine, settings));
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        problems.forEach(out::println);
        out.println(problems.isEmpty() ? Summary.of(settings) : problems.size() + " problems");
        out.flush();
        return problems.isEmpty() ? 0 : 1;
    }

    private RuntimeSettings runtimeSettings(List<String> problems) {
        Path file = runtime == null ? config.resolve("gateway.yaml") : runtime;
        if (runtime == null && !Files.exists(file)) {
            return null;
        }
        try {
            return RuntimeSettings.load(file);
        } catch (SettingsException e) {
            problems.addAll(e.problems());
            return null;
        }
    }

    private Settings settings(RuntimeSettings machine, List<String> problems) {
        try {
            return machine == null ? Settings.load(config) : Settings.load(config, machine.schemas(), machine.routes());
        } catch (SettingsException e) {
            problems.addAll(e.problems());
            return null;
        }
    }
}
