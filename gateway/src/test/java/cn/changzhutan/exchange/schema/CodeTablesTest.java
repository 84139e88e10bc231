package cn.changzhutan.exchange.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cn.changzhutan.exchange.SettingsProblems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CodeTablesTest {
    private final CodeTables codes = Schemas.CATALOG.codes();

    @Test
    void ethnicity_holdsAll56GroupsAndTheTwoOthers() {
        Set<String> expected =
                IntStream.rangeClosed(1, 56).mapToObj("%02d"::formatted).collect(Collectors.toCollection(TreeSet::new));
        expected.add("97");
        expected.add("98");

        assertEquals(expected, new TreeSet<>(codes.get("ethnicity").codes()));
    }

    @ParameterizedTest
    @CsvSource({
        "ethnicity, 01, 汉族",
        "ethnicity, 06, 苗族",
        "ethnicity, 12, 侗族",
        "ethnicity, 13, 瑶族",
        "ethnicity, 15, 土家族",
        "ethnicity, 56, 基诺族",
        "sex, 1, 男",
        "sex, 2, 女",
        "relation-to-head, 01, 本人",
        "relation-to-head, 02, 户主",
        "insurance-type, 110, 企业职工基本养老保险",
        "participation-status, 2, 暂停缴费",
        "listing-status, REMOVED, 移出",
        "division, 430122, ''",
        "division, 430112, 望城区",
        "division, 430212, 渌口区",
        "division, 430382, 韶山市"
    })
    void code_hasItsChineseName_bothWays(String table, String code, String name) {
        CodeTable found = codes.get(table);
        assertEquals(name, found.text("zh", code).orElse(""));
        if (!name.isEmpty()) {
            assertEquals(Optional.of(code), found.code("zh", name));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "sex, 0 1 2 9",
        "marital-status, 10 20 21 22 23 30 40 90",
        "insurance-type, 110 210 310 410 510",
        "participation-status, 1 2 3",
        "wage-arrears-reason, 1 2",
        "removal-reason, EARLY EXPIRED REVOKED",
        "exam-category, IMAGING LAB"
    })
    void table_holdsExactlyItsCodes(String table, String expected) {
        assertEquals(expected, String.join(" ", new TreeSet<>(codes.get(table).codes())));
    }

    @Test
    void division_holdsTheThreeCitiesAndTheirDistricts() {
        assertEquals(26, codes.get("division").codes().size());
        assertFalse(codes.get("division").contains("430124"));
    }

    @Test
    void unknownTableOrColumn_namesTheKnownOnes() {
        assertTrue(assertThrows(IllegalArgumentException.class, () -> codes.get("sexes"))
                .getMessage()
                .contains("sex"));
        CodeTable sex = codes.get("sex");
        assertTrue(assertThrows(IllegalArgumentException.class, () -> sex.text("cn", "1"))
                .getMessage()
                .contains("zh"));
    }

    @Test
    void wrongTables_areReportedAllAtOnceWithTheirFiles(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("a.json"), "{\"table\":\"a\",\"table\":\"a\"}");
        Files.writeString(
                folder.resolve("b.json"),
                "{\"table\":\"b\",\"standard\":\"own\",\"columns\":[\"zh\"],\"codes\":[{\"code\":\"1\",\"zh\":\"甲\"},{\"code\":\"2\",\"zh\":\"甲\"}]}");
        Files.writeString(
                folder.resolve("c.json"),
                "{\"table\":\"other\",\"standard\":\"own\",\"columns\":[],\"codes\":[{\"code\":\"1\"}]}");
        SettingsProblems problems = new SettingsProblems();

        CodeTables tables = CodeTables.load(folder, problems);

        assertEquals(Set.of(), tables.names());
        assertEquals(3, problems.lines().size(), problems.lines().toString());
        assertTrue(
                problems.lines().get(0).contains("a.json:1: Duplicate field"),
                problems.lines().get(0));
        assertTrue(problems.lines().get(1).contains("甲 twice"), problems.lines().get(1));
        assertTrue(
                problems.lines().get(2).contains("(expected: the file's name)"),
                problems.lines().get(2));
    }
}
