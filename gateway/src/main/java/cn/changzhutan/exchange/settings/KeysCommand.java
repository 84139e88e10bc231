package cn.changzhutan.exchange.settings;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.SettingsProblems;
import cn.changzhutan.exchange.crypto.CityKeys;
import cn.changzhutan.exchange.crypto.TrustFile;
import java.io.PrintWriter;
import java.nio.file.Path;
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
            "Creates a city's private keys if it has none yet, and prints its public trust file.",
            "Carry the printed text to every city's trust folder, as <city>.yaml, by people and not by the network.",
            "首次运行时生成本市私钥,并输出供其他城市保存的公钥信任文件。"
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

    @Override
    public Integer call() {
        if (!Form.CITY.takes(city)) {
            throw new ParameterException(
                    spec.commandLine(), "--city " + city + " (expected: " + Form.CITY.expected() + ")");
        }
        SettingsProblems problems = new SettingsProblems();
        CityProfile profile = CitiesReader.profile(config, city, problems);
        problems.throwIfAny();
        CityKeys keys = CityKeys.createOrLoad(RuntimeSettings.keysIn(data));
        PrintWriter out = spec.commandLine().getOut();
        out.print(new TrustFile(new City(city), profile.origin(), keys.publicKeys()).toText());
        out.flush();
        return 0;
    }
}
