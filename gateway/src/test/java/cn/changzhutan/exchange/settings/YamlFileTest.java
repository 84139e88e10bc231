package cn.changzhutan.exchange.settings;

import static org.assertj.core.api.Assertions.assertThat;

import cn.changzhutan.exchange.SettingsProblems;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class YamlFileTest {
    @TempDir
    private Path folder;

    @Test
    void tabsInFront_areToldEachWithItsLine() throws IOException {
        assertThat(problems("a:\n\tb: 1\n \tc: 2\nd: \"x\ty\"\n"))
                .containsExactly(
                        "f.yaml:2: found a tab in front (expected: spaces)",
                        "f.yaml:3: found a tab in front (expected: spaces)");
    }

    @Test
    void aliasBomb_isRefusedBeforeItGrows() throws IOException {
        StringBuilder bomb = new StringBuilder("a: &a [x, x]\n");
        for (char c = 'b'; c <= 'z'; c++) {
            bomb.append(c)
                    .append(": &")
                    .append(c)
                    .append(" [*")
                    .append((char) (c - 1))
                    .append(", *")
                    .append((char) (c - 1))
                    .append("]\n");
        }
        assertThat(problems(bomb.toString()))
                .contains("f.yaml:1: found an anchor (expected: none)")
                .contains("f.yaml:2: found an alias (expected: the value written out)");
    }

    @Test
    void tags_areRefused() throws IOException {
        assertThat(problems("a: 1\nb: !!javax.script.ScriptEngineManager [x]\n"))
                .containsExactly("f.yaml:2: found a tag (expected: none)");
        assertThat(problems("a: !!binary aGk=\n")).containsExactly("f.yaml:1: found a tag (expected: none)");
    }

    @Test
    void whatIsNoMapping_isRefused() throws IOException {
        assertThat(problems("")).containsExactly("f.yaml:1: found nothing (expected: keys)");
        assertThat(problems("# only a comment\n")).containsExactly("f.yaml:1: found nothing (expected: keys)");
        assertThat(problems("- a\n")).containsExactly("f.yaml:1: found no keys (expected: key: value)");
        assertThat(problems("a: 1\n---\nb: 2\n")).hasSize(1).first().asString().startsWith("f.yaml:2: not YAML: ");
    }

    @Test
    void brokenSyntax_isToldWithItsLineAndWithoutWhatStandsThere() throws IOException {
        assertThat(problems("a: 1\nb: [hunter2\n"))
                .hasSize(1)
                .first()
                .asString()
                .startsWith("f.yaml:3: not YAML: ")
                .doesNotContain("hunter2");
    }

    @Test
    void deepNesting_isRefused() throws IOException {
        assertThat(problems("a: " + "[".repeat(10_000) + "]".repeat(10_000)))
                .hasSize(1)
                .first()
                .asString()
                .contains("Nesting Depth");
    }

    @Test
    void otherCharset_isRefusedAndAByteOrderMarkIsNot() throws IOException {
        Path file = folder.resolve("f.yaml");
        Files.write(file, "a: 长沙\n".getBytes(Charset.forName("GB18030")));
        assertThat(read(file))
                .containsExactly("f.yaml: found bytes that are not UTF-8 (expected: a file saved as UTF-8)");
        Files.write(file, "\uFEFFa: 长沙\n".getBytes(StandardCharsets.UTF_8));
        assertThat(read(file)).isEmpty();
    }

    @Test
    void hugeFile_isRefused() throws IOException {
        assertThat(problems("a: " + "x".repeat(1 << 20)))
                .containsExactly("f.yaml: found 1048579 bytes (expected: at most 1048576)");
    }

    @Test
    void missingFile_isTold() {
        assertThat(read(folder.resolve("f.yaml"))).containsExactly("f.yaml: no such file");
    }

    @Test
    void words_meanWhatTheySay() throws IOException {
        Path file = folder.resolve("f.yaml");
        Files.writeString(file, "a: no\nb: 0123\nc: 2026-01-01\nd: '~'\n");
        YamlMap map = YamlFile.read(file, new FileProblems("f.yaml", new SettingsProblems()))
                .orElseThrow();
        Form<String> text = Form.text(20);
        assertThat(List.of(
                        map.required("a", text),
                        map.required("b", text),
                        map.required("c", text),
                        map.required("d", text)))
                .containsExactly("no", "0123", "2026-01-01", "~");
        assertThat(map.finish()).isTrue();
    }

    private List<String> problems(String text) throws IOException {
        Path file = folder.resolve("f.yaml");
        Files.writeString(file, text);
        return read(file);
    }

    private static List<String> read(Path file) {
        SettingsProblems problems = new SettingsProblems();
        boolean read = YamlFile.read(file, new FileProblems("f.yaml", problems)).isPresent();
        assertThat(read).isEqualTo(problems.isEmpty());
        return problems.lines();
    }
}
