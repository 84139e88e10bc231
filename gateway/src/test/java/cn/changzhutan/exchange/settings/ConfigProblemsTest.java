package cn.changzhutan.exchange.settings;

import static cn.changzhutan.exchange.settings.Workspace.AGREEMENT;
import static cn.changzhutan.exchange.settings.Workspace.CHANGSHA;
import static cn.changzhutan.exchange.settings.Workspace.ROUTE;
import static org.assertj.core.api.Assertions.assertThat;

import cn.changzhutan.exchange.SettingsProblems;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each kind of mistake that an admin can make, with the very line that tells of it; and nothing but that line. */
class ConfigProblemsTest {
    @TempDir
    private Path folder;

    private Workspace files;

    @BeforeEach
    void rightFiles() {
        files = new Workspace(folder);
    }

    @Test
    void rightFiles_haveNoProblem() {
        assertThat(files.problems()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            nameZh: 城市     | "nameZh:"          | 2: nameZh: found nothing (expected: 1 to 30 characters in one line)
            division: 430100 | division: 43010    | 3: division: found 43010 (expected: 6 digits of GB/T 2260, such as 430100)
            division: 430100 | division: [430100] | 3: division: found a list (expected: 6 digits of GB/T 2260, such as 430100)
            log              | log+1              | 4: origin: found changsha.exchange.example/log+1 (expected: schemeless host/path, such as changsha.exchange.example/log)
            intake: HTTP     | intake: HTTPS      | 9: systems.changsha-pension.intake: found HTTPS (expected: one of HTTP, FILE_DROP, nearest: HTTP)
            delivery: POLL   | delivery: {}       | 10: systems.changsha-pension.delivery: found keys (expected: one of HTTP_PUSH, FILE_DROP, POLL)
            delivery: POLL   | delivery: !x POLL  | 10: found a tag (expected: none)
            """)
    void brokenCity_isToldWithItsLine(String right, String wrong, String problem) {
        files.change(CHANGSHA, right, wrong);
        assertThat(files.problems()).containsExactly(CHANGSHA + ":" + problem);
    }

    @Test
    void mistypedKey_isToldAsMissingAndAsUnknownWithTheNearest() {
        files.change(CHANGSHA, "nameEn:", "nameEm:");
        assertThat(files.problems())
                .containsExactly(
                        CHANGSHA + ":1: nameEn: missing (expected: 1 to 60 characters in one line)",
                        CHANGSHA
                                + ":1: nameEm: unknown key (expected: one of nameEn, nameZh, division, origin, systems,"
                                + " nearest: nameEn)");
    }

    @Test
    void keyTwice_isToldWithBothLines() {
        files.change(CHANGSHA, "division: 430100\n", "division: 430100\nnameEn: Changsha\n");
        assertThat(files.problems())
                .containsExactly(CHANGSHA + ":4: nameEn: found twice (expected: once, as in line 1)");
    }

    @Test
    void whatTwoCitiesBothClaim_isTold() {
        files.change("config/cities/zhuzhou.yaml", "430200", "430100")
                .change("config/cities/zhuzhou.yaml", "zhuzhou.exchange", "changsha.exchange");
        assertThat(files.problems())
                .containsExactly(
                        "config/cities/zhuzhou.yaml:3: division: found 430100, taken at " + CHANGSHA
                                + ":3 (expected: another)",
                        "config/cities/zhuzhou.yaml:4: origin: found changsha.exchange.example/log, taken at "
                                + CHANGSHA + ":4 (expected: another)");
    }

    @Test
    void systemNameTwice_isTold() {
        files.change("config/cities/zhuzhou.yaml", "zhuzhou-pension", "changsha-pension");
        assertThat(files.problems())
                .contains("config/cities/zhuzhou.yaml:6: systems.changsha-pension: found changsha-pension, taken at "
                        + CHANGSHA + ":6 (expected: another)");
    }

    @Test
    void revisionThatIsNoPointer_isToldWithItsLine() {
        files.change(ROUTE, "orderBy:", "revision: a\norderBy:");
        assertThat(files.problems()).singleElement().asString().startsWith(ROUTE + ":6: revision: found a (expected: ");
    }

    @Test
    void systemThatNoRouteNames_isUnused() {
        files.change(CHANGSHA, "systems:\n", """
                systems:
                  changsha-archive: {titleEn: Archive, titleZh: 档案, intake: HTTP, delivery: POLL}
                """);
        assertThat(files.problems())
                .containsExactly(CHANGSHA + ":6: systems.changsha-archive: defined but unused"
                        + " (expected: a route that names it as sender or receiver)");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            city: changsha         | city: changsa             | 1: city: found changsa (expected: a city of config/cities: changsha, zhuzhou, nearest: changsha)
            kind: pension          | kind: pensions            | 2: kind: found pensions (expected: a kind with a schema: pension, nearest: pension)
            type: PARTICIPATION    | type: PARTICIPATOIN       | 3: type: found PARTICIPATOIN (expected: a type of pension with a schema: PARTICIPATION, nearest: PARTICIPATION)
            sender: changsha-      | sender: zhuzhou-          | 4: sender: found zhuzhou-pension (expected: a system of changsha: changsha-pension)
            receiver: changsha-pe  | receiver: changsha-pa     | 5: receiver: found changsha-pansion (expected: a system of changsha: changsha-pension, nearest: changsha-pension)
            orderBy: [/citizenId]  | orderBy: /citizenId       | 6: orderBy: found /citizenId (expected: a list, each a JSON Pointer such as /citizenId or /movers/*/citizenId)
            orderBy: [/citizenId]  | orderBy: []               | 6: orderBy: found none (expected: at least one)
            orderBy: [/citizenId]  | orderBy: [citizenId]      | 6: orderBy: found citizenId (expected: a JSON Pointer such as /citizenId or /movers/*/citizenId)
            orderBy: [/citizenId]  | orderBy: [/name, /name]   | 6: orderBy: found /name twice (expected: once, as in line 6)
            orderBy: [/citizenId]  | orderBy: [/citizenID]     | 6: orderBy: found /citizenID (expected: a field of pension/PARTICIPATION, nearest: citizenId)
            orderBy: [/citizenId]  | orderBy: [/movers/*/nam]  | 6: orderBy: found /movers/*/nam (expected: a field of pension/PARTICIPATION, nearest: movers/name)
            "fields: [citizenId, name]" | "fields: {a: 1, a: 2}" | 9: a: found twice (expected: once)
            """)
    void brokenRoute_isToldWithItsLine(String right, String wrong, String problem) {
        files.change(ROUTE, right, wrong);
        assertThat(files.problems()).containsExactly(ROUTE + ":" + problem);
    }

    @Test
    void routeInAnotherCitysFolder_isTold() {
        files.write(ROUTE, Workspace.route("zhuzhou"));
        assertThat(files.problems())
                .containsExactly(
                        ROUTE + ":1: city: found zhuzhou for pension/PARTICIPATION (expected: what the folders say)");
    }

    @Test
    void routeWithoutFormat_isTold() {
        files.change(ROUTE, "format:\n  json:\n    fields: [citizenId, name]\n", "format: json\n");
        assertThat(files.problems())
                .containsExactly(ROUTE + ":7: format: found json (expected: one of json, csv, xml with its options)");
    }

    @Test
    void routeThatNoAgreementNames_isUnused() {
        files.delete(AGREEMENT);
        assertThat(files.problems())
                .containsExactly(
                        ROUTE + ":1: city: found changsha, whose pension/PARTICIPATION no agreement names"
                                + " (expected: an agreement, or no route)",
                        "routes/zhuzhou/pension/PARTICIPATION/route.yaml:1: city: found zhuzhou, whose"
                                + " pension/PARTICIPATION no agreement names (expected: an agreement, or no route)");
    }

    @Test
    void users_wrong_areToldTogether() {
        files.write("config/users.yaml", """
                users:
                  auditor-1: {role: auditer}
                  zhuzhou: {role: operator}
                  changsha-pension: {role: operator}
                  peer-1: {role: peer}
                  Wrong: {role: admin}
                  portal-1: {role: portal, city: changsa}
                """);
        assertThat(files.problems())
                .containsExactly(
                        "config/users.yaml:2: users.auditor-1.role: found auditer (expected: a role: auditor, operator,"
                                + " portal, admin, nearest: auditor)",
                        "config/users.yaml:3: users.zhuzhou: found the name of a city (expected: another name)",
                        "config/users.yaml:4: users.changsha-pension: found the name of a system (expected: another name)",
                        "config/users.yaml:5: users.peer-1.role: found peer (expected: a role: auditor, operator, portal,"
                                + " admin)",
                        "config/users.yaml:6: users.Wrong: found as a name (expected: a user: 2 to 64 characters of a-z,"
                                + " 0-9, -)",
                        "config/users.yaml:7: users.portal-1.city: found changsa (expected: a city of config/cities:"
                                + " changsha, zhuzhou, nearest: changsha)");
    }

    @Test
    void fileThatNothingReads_isTold() {
        files.write("config/agreement/a.yaml", "x: 1\n")
                .write("config/cities/.changsha.yaml.swp", "\0")
                .write("config/cities/changsha.yaml~", "x")
                .write("routes/changsha/pension/PARTICIPATION/to-share.jslt", ".")
                .write("routes/changsha/pension/OTHER/samples/one.json", "{}");
        assertThat(files.problems())
                .containsExactly(
                        "config/agreement/a.yaml: nothing reads this file"
                                + " (expected: gateway.yaml, portal.yaml, users.yaml, cities/<city>.yaml or agreements/<id>.yaml)",
                        "routes/changsha/pension/PARTICIPATION/to-share.jslt: nothing reads this file (expected:"
                                + " <city>/<kind>/<TYPE>/ with route.yaml, to-shared.jslt, from-shared.jslt and samples/)",
                        "routes/changsha/pension/OTHER: found no route.yaml (expected: one in every route's folder)");
    }

    @Test
    void missingSchemas_makeNoProblemInEveryOtherFile() {
        var problems = new SettingsProblems();
        new SettingsLoader(folder.resolve("config"), folder.resolve("routes"), Map.of(), problems);
        assertThat(problems.lines()).isEmpty();
    }

    @Test
    void missingFolders_areTold() {
        var problems = new SettingsProblems();
        new SettingsLoader(folder.resolve("a"), folder.resolve("b"), Workspace.FIELDS, problems);
        assertThat(problems.lines().stream().map(files::shortened))
                .containsExactly("a: no such folder", "b: no such folder");
    }
}
