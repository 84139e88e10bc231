package cn.changzhutan.exchange.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cn.changzhutan.exchange.Problem;
import cn.changzhutan.exchange.RecordType;
import cn.changzhutan.exchange.SettingsProblems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaCatalogTest {
    private static final RecordType PASS = new RecordType("freight-vehicle-pass", "PASS");
    private static final String FIELD =
            "'plateNo':{'title':'号牌 / plate','description':'号牌。\\nThe plate.','x-privacy':'P1','type':'string','format':'line','minLength':1,'maxLength':12}";
    private static final String GRADE =
            "'grade':{'title':'等级 / grade','description':'等级。\\nThe grade.','x-privacy':'P1','type':'string','x-code':'pass-grade'}";

    @TempDir
    Path folder;

    @BeforeEach
    void codes() throws IOException {
        write(
                "codes/pass-grade.json",
                "{'table':'pass-grade','title':'等级 / grade','standard':'own','columns':['zh'],'codes':[{'code':'A','zh':'甲'}]}");
    }

    private void write(String path, String text) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text.replace('\'', '"'));
    }

    private static String schema(String properties) {
        return "{'$schema':'https://json-schema.org/draft/2020-12/schema','title':'通行证 / pass','description':'货车通行证。\\nOf a freight vehicle.','type':'object','properties':{"
                + properties + "},'required':['plateNo'],'additionalProperties':false}";
    }

    private List<String> problems() {
        SettingsProblems problems = new SettingsProblems();
        SchemaCatalog.load(folder, problems);
        return problems.lines();
    }

    @Test
    void schemaOfAnotherDialect_isAProblem() throws IOException {
        write(
                "freight-vehicle-pass/PASS/v1.schema.json",
                schema(FIELD + "," + GRADE).replace("2020-12", "2099-12"));
        assertEquals(1, problems().size(), problems().toString());
    }

    @Test
    void rulesFullOfAliases_areAProblem() throws IOException {
        write("freight-vehicle-pass/PASS/v1.schema.json", schema(FIELD + "," + GRADE));
        write("freight-vehicle-pass/PASS/v1.rules.yaml", "- &a [x, y]\n- [*a, *a]\n- &b [*b]\n");
        assertTrue(problems().toString().contains("no aliases"), problems().toString());
    }

    @Test
    void fifthKind_isAddedByFilesAlone() throws IOException {
        write("freight-vehicle-pass/PASS/v1.schema.json", schema(FIELD + "," + GRADE));
        write(
                "freight-vehicle-pass/PASS/v1.rules.yaml",
                "- {code: GRADE_OF_PLATE, pointer: /grade, fields: [plateNo, grade], require: '.plateNo != .grade', hint: no, hintZh: 否}");

        RecordSchema schema = Schemas.load(folder).find(PASS).orElseThrow();

        assertEquals(List.of(), schema.validate(Schemas.json("{'plateNo':'湘A12345','grade':'A'}"), Schemas.TODAY));
        assertEquals(
                List.of("/grade CODE_UNKNOWN"),
                schema.validate(Schemas.json("{'plateNo':'湘A12345','grade':'B'}"), Schemas.TODAY).stream()
                        .map((Problem one) -> one.pointer() + " " + one.code())
                        .toList());
        assertEquals(
                "GRADE_OF_PLATE",
                schema.validate(Schemas.json("{'plateNo':'A','grade':'A'}"), Schemas.TODAY)
                        .get(0)
                        .code());
    }

    @Test
    void ruleThatCannotBeEvaluated_stopsWithoutAValue() throws IOException {
        write("freight-vehicle-pass/PASS/v1.schema.json", schema(FIELD));
        write(
                "freight-vehicle-pass/PASS/v1.rules.yaml",
                "- {code: WRONG, pointer: /plateNo, fields: [plateNo], require: '.plateNo < 5', hint: no, hintZh: 否}");
        RecordSchema schema = Schemas.load(folder).find(PASS).orElseThrow();

        IllegalStateException stopped = assertThrows(
                IllegalStateException.class,
                () -> schema.validate(Schemas.json("{'plateNo':'湘A12345'}"), Schemas.TODAY));

        assertEquals("rule WRONG at /plateNo cannot be evaluated", stopped.getMessage());
        assertNull(stopped.getCause());
    }

    @Test
    void newestVersion_isFound_andOlderOnesByName() throws IOException {
        write("freight-vehicle-pass/PASS/v2.schema.json", schema(FIELD));
        write("freight-vehicle-pass/PASS/v10.schema.json", schema(FIELD + "," + GRADE));

        SchemaCatalog catalog = Schemas.load(folder);

        assertEquals("v10", catalog.find(PASS).orElseThrow().version());
        assertEquals("v2", catalog.find(PASS, "v2").orElseThrow().version());
        assertEquals(Optional.empty(), catalog.find(PASS, "v3"));
        assertNotEquals(
                catalog.find(PASS).orElseThrow().digest(),
                catalog.find(PASS, "v2").orElseThrow().digest());
    }

    @Test
    void digest_changesWithTheRules() throws IOException {
        write("freight-vehicle-pass/PASS/v1.schema.json", schema(FIELD));
        String before = Schemas.load(folder).find(PASS).orElseThrow().digest();
        write(
                "freight-vehicle-pass/PASS/v1.rules.yaml",
                "- {code: NEVER, pointer: /plateNo, fields: [plateNo], require: 'false', hint: no, hintZh: 否}");
        assertNotEquals(before, Schemas.load(folder).find(PASS).orElseThrow().digest());
    }

    @Test
    void faultsOfASchema_areAllReportedWithTheirFile() throws IOException {
        write(
                "freight-vehicle-pass/PASS/v1.schema.json",
                schema(
                                "'plateNo':{'title':'plate','x-privacy':'P9','type':'string','format':'plate','x-code':'plates','oneOf':[]}")
                        .replace("\"required\"", "'required'")
                        .replace("'additionalProperties':false", "'additionalProperties':true"));

        String all = String.join("\n", problems());

        for (String part : List.of(
                "v1.schema.json",
                "title (expected: 中文 / English)",
                "description (expected:",
                "x-privacy (expected: one of P0, P1, P2, P3)",
                "format plate",
                "x-code plates",
                "unknown keyword oneOf",
                "additionalProperties (expected: false)")) {
            assertTrue(all.contains(part), part + " in\n" + all);
        }
    }

    @Test
    void faultsOfRules_areAllReported() throws IOException {
        write("freight-vehicle-pass/PASS/v1.schema.json", schema(FIELD + "," + GRADE));
        write("freight-vehicle-pass/PASS/v1.rules.yaml", """
                - {code: A_RULE, pointer: /plateNo, fields: [plateNo], require: '.plateNo == .grade', hint: no, hintZh: 否}
                - {code: A_RULE, pointer: /plate, fields: [plateNo], require: '.plateNo', hint: no, hintZh: 否}
                - {code: A_RULE, pointer: /plateNo, fields: [plateNo], require: '.plateNo ==', hint: no, hintZh: 否}
                - {code: A_RULE, pointer: /plateNo, fields: [plateNo], require: no-such(.plateNo), hint: no, hintZh: 否}
                - {code: a, pointer: /plateNo, fields: [plateNo], require: .plateNo, hint: no, hintZh: 否}
                - {code: A_RULE, pointer: /plateNo, fields: [plateNo], require: .plateNo, hint: no}
                - {code: A_RULE, pointer: /plateNo, field: [plateNo], require: .plateNo, hint: no, hintZh: 否}
                """);

        List<String> problems = problems();

        assertEquals(7, problems.size(), problems.toString());
        assertTrue(problems.get(0).contains("rule 1: require reads grade"), problems.get(0));
        assertTrue(problems.get(1).contains("rule 2: field plate"), problems.get(1));
        assertTrue(problems.get(6).contains("rule 7: unknown key field"), problems.get(6));
    }

    @Test
    void rulesFile_ofAnotherShape_isReported() throws IOException {
        write("freight-vehicle-pass/PASS/v1.schema.json", schema(FIELD));
        write("freight-vehicle-pass/PASS/v1.rules.yaml", "rules: []");
        assertTrue(String.join("\n", problems()).contains("expected: a list of rules"));
    }

    @Test
    void missingFolder_isReported() {
        SettingsProblems problems = new SettingsProblems();
        SchemaCatalog.load(folder.resolve("nowhere"), problems);
        assertEquals(1, problems.lines().size());
    }
}
