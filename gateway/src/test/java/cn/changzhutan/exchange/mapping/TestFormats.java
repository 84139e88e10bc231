package cn.changzhutan.exchange.mapping;

import static org.junit.jupiter.api.Assertions.assertThrows;

import cn.changzhutan.exchange.Problem;
import cn.changzhutan.exchange.SettingsProblems;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.function.Executable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Formats from the YAML that a route.yaml would hold. */
final class TestFormats {
    private TestFormats() {}

    static JsonNode yaml(String yaml) {
        return new ObjectMapper().valueToTree(new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml));
    }

    static NativeFormat format(String yaml) {
        SettingsProblems problems = new SettingsProblems();
        NativeFormat format = Formats.of("route.yaml", yaml(yaml), problems);
        problems.throwIfAny();
        return format;
    }

    static List<String> optionProblems(String yaml) {
        SettingsProblems problems = new SettingsProblems();
        Formats.of("route.yaml", yaml(yaml), problems);
        return problems.lines();
    }

    /** Each as {@code CODE pointer}. */
    static List<String> problems(Executable reading) {
        return assertThrows(MalformedException.class, reading).problems().stream()
                .map(TestFormats::shown)
                .toList();
    }

    static String shown(Problem problem) {
        return problem.code() + " " + problem.pointer();
    }
}
