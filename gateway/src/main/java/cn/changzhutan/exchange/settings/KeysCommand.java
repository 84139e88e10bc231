package cn.changzhutan.exchange.settings;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.SettingsProblems;
import cn.changzhutan.exchange.crypto.CityKeys;
import cn.changzhutan.exchange.crypto.KeyUse;
import cn.changzhutan.exchange.log.CityLines;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Makes a city's keys and shows the public ones. */
@Command(
        name = "keys",
        mixinStandardHelpOptions = true,
        description = {
            "Creates a city's private keys if it has none yet, and prints the policy lines of its public ones.",
            "Carry the printed text into every city's policy file, by people and not by the network.",
            "首次运行时生成本市私钥,并输出供各市写入信任策略文件的公钥。"
        })
public final class KeysCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--city", required = true, paramLabel = "NAME", description = "the city, as config/cities names it")
    private String city;

    @Option(
            names = "--data",
            required = true,
            paramLabel = "DIR",
            description = "the data folder of the city's gateway; its keys lie in DIR/keys, for its owner's eyes only")
    private Path data;

    @Option(
            names = "--config",
            defaultValue = "config",
            paramLabel = "DIR",
            description = "the config folder, which names the origin of the city's log (default: ${DEFAULT-VALUE})")
    private Path config;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "where others reach the city's gateway, without a path: then the lines say where its log is")
    private Optional<URI> url = Optional.empty();

    @Option(
            names = "--rotate",
            paramLabel = "USE",
            description =
                    "make new keys of this use (log, witness, payload); the running gateway takes them up by itself")
    private Optional<String> rotate = Optional.empty();

    @Option(
            names = "--retire",
            paramLabel = "USE",
            description = "end the use of the oldest keys of this use, once the others have pinned the newer ones")
    private Optional<String> retire = Optional.empty();

    @Option(
            names = "--valid-months",
            paramLabel = "N",
            defaultValue = "24",
            description = "the printed lines say when each key should be replaced (default: ${DEFAULT-VALUE})")
    private int validMonths;

    @Override
    public Integer call() {
        if (!Form.CITY.takes(city)) {
            throw new ParameterException(
                    spec.commandLine(), "--city " + city + " (expected: " + Form.CITY.expected() + ")");
        }
        SettingsProblems problems = new SettingsProblems();
        CityProfile profile = CitiesReader.profile(config, city, problems);
        problems.throwIfAny();
        Path folder = RuntimeSettings.keysIn(data);
        CityKeys.createOrLoad(folder);
        rotate.ifPresent(word -> CityKeys.rotate(folder, use("--rotate", word)));
        retire.ifPresent(word -> CityKeys.retire(folder, use("--retire", word)));
        CityLines lines =
                new CityLines(new City(city), profile.origin(), CityKeys.load(folder), url.map(URI::toString));
        PrintWriter out = spec.commandLine().getOut();
        out.print(lines.toText());
        LocalDate day = LocalDate.now(ZoneId.systemDefault()).plusMonths(validMonths);
        lines.digests().keySet().forEach(key -> out.print("expires " + key + " " + day + "\n"));
        out.flush();
        return 0;
    }

    private KeyUse use(String option, String word) {
        return Arrays.stream(KeyUse.values())
                .filter(use -> use.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(), option + " " + word + " (expected: log, witness or payload)"));
    }
}
