package cn.changzhutan.exchange.settings;

import static cn.changzhutan.exchange.settings.Workspace.AGREEMENT;
import static cn.changzhutan.exchange.settings.Workspace.agreement;
import static cn.changzhutan.exchange.settings.Workspace.city;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an agreement's file can get wrong, by itself and beside others. */
class AgreementProblemsTest {
    @TempDir
    private Path folder;

    private Workspace files;

    @BeforeEach
    void rightFiles() {
        files = new Workspace(folder);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            provider: changsha         | provider: changshu             | 1: provider: found changshu (expected: a city of config/cities: changsha, zhuzhou, nearest: changsha)
            consumer: zhuzhou          | consumer: hengyang             | 2: consumer: found hengyang (expected: a city of config/cities: changsha, zhuzhou)
            consumer: zhuzhou          | consumer: changsha             | 2: consumer: found changsha (expected: another city than the provider)
            type: PARTICIPATION        | type: PARTICIPATE             | 4: type: found PARTICIPATE (expected: a type of pension with a schema: PARTICIPATION, nearest: PARTICIPATION)
            shareClass: CONDITIONAL    | shareClass: CONDITONAL         | 5: shareClass: found CONDITONAL (expected: one of UNCONDITIONAL, CONDITIONAL, NOT_SHARED, nearest: CONDITIONAL)
            STATUTORY_DUTY             | CONSENT                        | 6: lawfulBasis: found CONSENT (expected: consentId among the fields, as its evidence)
            社会保险法第十九条         | "''"                           | "7: legalReference: found  (expected: 1 to 300 characters in one line)"
            validFrom: 2026-01-01      | validFrom: 2026-02-30          | 8: validFrom: found 2026-02-30 (expected: a date such as 2026-01-31)
            validUntil: 2028-12-31     | validUntil: 2026-01-01         | 9: validUntil: found 2026-01-01 (expected: after validFrom 2026-01-01)
            replyWorkingDays: 10       | replyWorkingDays: 0            | 10: replyWorkingDays: found 0 (expected: a whole number from 1 to 60)
            replyWorkingDays: 10       | replyWorkingDays: 010          | 10: replyWorkingDays: found 010 (expected: a whole number from 1 to 60)
            correctionWorkingDays: 5   | correctionWorkingDays: 5.5     | 11: correctionWorkingDays: found 5.5 (expected: a whole number from 1 to 60)
            - PENSION_TRANSFER         | - pension transfer             | 13: purposes: found pension transfer (expected: a purpose: 3 to 48 characters of A-Z, 0-9, _)
            - citizenId                | - citizenID                    | 15: fields: found citizenID (expected: a field of pension/PARTICIPATION: citizenId, movers/citizenId, movers/name, name, revision, sex, nearest: citizenId)
            - citizenId                | - movers                       | 15: fields: found movers (expected: a field of pension/PARTICIPATION: citizenId, movers/citizenId, movers/name, name, revision, sex)
            - citizenId                | - {a: b}                       | 15: fields: found keys (expected: a field of pension/PARTICIPATION: citizenId, movers/citizenId, movers/name, name, revision, sex)
            - citizenId                | - movers/name                  | 16: fields: found movers/name twice (expected: once, as in line 15)
            - citizenId                | - &x citizenId                 | 15: found an anchor (expected: none)
            - citizenId                | - *x                           | "15: found an alias (expected: the value written out)"
            """)
    void brokenAgreement_isToldWithItsLine(String right, String wrong, String problem) {
        files.change(AGREEMENT, right, wrong);
        assertThat(files.problems()).containsExactly(AGREEMENT + ":" + problem);
    }

    @Test
    void everyProblemOfEveryFile_isToldAtOnce() {
        files.change(AGREEMENT, "validFrom: 2026-01-01", "validFrom: soon")
                .change(AGREEMENT, "- movers/name", "- movers/names")
                .change(Workspace.CHANGSHA, "430100", "x")
                .change(Workspace.ROUTE, "sender:", "sendr:");
        assertThat(files.problems())
                .contains(
                        AGREEMENT + ":8: validFrom: found soon (expected: a date such as 2026-01-31)",
                        Workspace.CHANGSHA + ":3: division: found x (expected: 6 digits of GB/T 2260, such as 430100)")
                .anyMatch(line -> line.startsWith(AGREEMENT + ":16: fields: found movers/names"))
                .anyMatch(line -> line.startsWith(Workspace.ROUTE + ":4: sendr: unknown key"));
    }

    @Test
    void notShared_needsNoPurposesAndFieldsAndTakesNone() {
        files.change(AGREEMENT, "shareClass: CONDITIONAL", "shareClass: NOT_SHARED");
        assertThat(files.problems())
                .containsExactly(
                        AGREEMENT + ":12: purposes: found for NOT_SHARED (expected: none)",
                        AGREEMENT + ":14: fields: found for NOT_SHARED (expected: none)");
        String text = agreement("changsha", "zhuzhou").replace("CONDITIONAL", "NOT_SHARED");
        files.write(AGREEMENT, text.substring(0, text.indexOf("purposes:")));
        assertThat(files.problems()).isEmpty();
    }

    @Test
    void cityWithoutARoute_isTold() {
        files.write("config/cities/xiangtan.yaml", city("xiangtan", "430300"))
                .write("config/agreements/changsha-xiangtan.yaml", agreement("changsha", "xiangtan"));
        assertThat(files.problems())
                .contains("config/agreements/changsha-xiangtan.yaml:2: consumer: found xiangtan, which has no route for"
                        + " pension/PARTICIPATION (expected: routes/xiangtan/pension/PARTICIPATION/route.yaml)");
    }

    @Test
    void twoForOnePurposeAndDay_areToldAtTheLater() {
        files.write(
                "config/agreements/second.yaml",
                agreement("changsha", "zhuzhou").replace("validFrom: 2026-01-01", "validFrom: 2028-01-01"));
        assertThat(files.problems())
                .containsExactly("config/agreements/second.yaml:8: validFrom: found 2028-01-01, and until 2028-12-31"
                        + " changsha-zhuzhou-pension allows the same (expected: one agreement a purpose and day; if this"
                        + " one follows it, say replaces: changsha-zhuzhou-pension)");
        files.change("config/agreements/second.yaml", "purposes:", "replaces: changsha-zhuzhou-pension\npurposes:");
        assertThat(files.problems()).isEmpty();
    }

    @Test
    void replacementOfNothing_isTold() {
        files.change(AGREEMENT, "purposes:", "replaces: nobody\npurposes:");
        assertThat(files.problems())
                .containsExactly(AGREEMENT + ":12: replaces: found nobody (expected: the id of another agreement)");
    }

    @Test
    void oneBrokenCityFile_makesNoProblemWhereItsNameStands() {
        files.write("config/cities/zhuzhou.yaml", "nameEn: [\n");
        assertThat(files.problems())
                .hasSize(1)
                .first()
                .asString()
                .startsWith("config/cities/zhuzhou.yaml:2: not YAML: ");
    }
}
