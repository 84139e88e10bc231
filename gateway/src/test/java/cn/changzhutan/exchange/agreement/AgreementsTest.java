package cn.changzhutan.exchange.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.Outcome;
import cn.changzhutan.exchange.Problem;
import cn.changzhutan.exchange.RecordType;
import cn.changzhutan.exchange.Refusal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AgreementsTest {
    private static final City CHANGSHA = new City("changsha");
    private static final City ZHUZHOU = new City("zhuzhou");
    private static final City XIANGTAN = new City("xiangtan");
    private static final RecordType PENSION = new RecordType("pension", "PARTICIPATION");
    private static final LocalDate JULY = LocalDate.of(2026, 7, 1);

    @Test
    void agreedPurposeAndDay_passesWithThatAgreement() {
        Agreement agreement = pension("a-2026", "2026-01-01", "2026-12-31", Optional.empty());
        Outcome<Agreement> outcome =
                new Agreements(List.of(agreement)).authorise(CHANGSHA, ZHUZHOU, PENSION, "PENSION_TRANSFER", JULY);
        assertThat(outcome).isEqualTo(Outcome.passed(agreement));
    }

    @Test
    void bothEndsOfThePeriod_belongToIt() {
        Agreements agreements = one("2026-01-01", "2026-12-31");
        assertThat(code(agreements, "2025-12-31")).isEqualTo("AGREEMENT_NOT_IN_FORCE");
        assertThat(code(agreements, "2026-01-01")).isEqualTo("a-2026");
        assertThat(code(agreements, "2026-12-31")).isEqualTo("a-2026");
        assertThat(code(agreements, "2027-01-01")).isEqualTo("AGREEMENT_NOT_IN_FORCE");
    }

    @Test
    void nobodyAgreed_isRefusedInBothLanguages() {
        Agreements agreements = one("2026-01-01", "2026-12-31");
        RecordType household = new RecordType("household", "MIGRATION_CERTIFICATE");
        for (Outcome<Agreement> outcome : List.of(
                agreements.authorise(CHANGSHA, XIANGTAN, PENSION, "PENSION_TRANSFER", JULY),
                agreements.authorise(ZHUZHOU, CHANGSHA, PENSION, "PENSION_TRANSFER", JULY),
                agreements.authorise(CHANGSHA, ZHUZHOU, household, "PENSION_TRANSFER", JULY),
                new Agreements(List.of()).authorise(CHANGSHA, ZHUZHOU, PENSION, "PENSION_TRANSFER", JULY))) {
            Problem problem = problem(outcome);
            assertThat(problem.code()).isEqualTo("NO_AGREEMENT");
            assertThat(problem.hint()).contains("agreement");
            assertThat(problem.hintZh()).contains("共享协议");
        }
    }

    @Test
    void otherPurpose_isRefusedAndTheAgreedOnesAreNamed() {
        Problem problem =
                problem(one("2026-01-01", "2026-12-31").authorise(CHANGSHA, ZHUZHOU, PENSION, "MARKET_RESEARCH", JULY));
        assertThat(problem.code()).isEqualTo("PURPOSE_NOT_AGREED");
        assertThat(problem.hint()).contains("PENSION_TRANSFER").doesNotContain("MARKET_RESEARCH");
        assertThat(problem.hintZh()).contains("PENSION_TRANSFER");
    }

    @Test
    void notSharedClass_isRefusedWhateverThePurpose() {
        Agreement none = new Agreement(
                terms("none", Set.of(), Set.of(), "2026-01-01", "2026-12-31", ShareClass.NOT_SHARED, Optional.empty()));
        Agreements agreements = new Agreements(List.of(none));
        assertThat(problem(agreements.authorise(CHANGSHA, ZHUZHOU, PENSION, "PENSION_TRANSFER", JULY))
                        .code())
                .isEqualTo("NOT_SHARED");
        assertThat(none.allows(CHANGSHA, ZHUZHOU, PENSION, "PENSION_TRANSFER", JULY))
                .isFalse();
    }

    @Test
    void replacement_takesOverOnItsFirstDayAndTheOldStaysResolvable() {
        Agreement old = pension("a-2026", "2026-01-01", "2028-12-31", Optional.empty());
        Agreement next = pension("a-2027", "2027-03-01", "2029-12-31", Optional.of("a-2026"));
        Agreements agreements = new Agreements(List.of(next, old));
        assertThat(code(agreements, "2027-02-28")).isEqualTo("a-2026");
        assertThat(code(agreements, "2027-03-01")).isEqualTo("a-2027");
        assertThat(code(agreements, "2029-06-01")).isEqualTo("a-2027");
        assertThat(agreements.byDigest(old.digest())).contains(old);
        assertThat(agreements.byDigest(next.digest())).contains(next);
        assertThat(agreements.byDigest("00")).isEmpty();
    }

    @Test
    void differentPurposesOnTheSameDays_standBesideEachOther() {
        Agreement transfer = pension("a", "2026-01-01", "2026-12-31", Optional.empty());
        Agreement check = new Agreement(terms(
                "b",
                Set.of("BENEFIT_ELIGIBILITY"),
                Set.of("citizenId"),
                "2026-01-01",
                "2026-12-31",
                ShareClass.CONDITIONAL,
                Optional.empty()));
        Agreements agreements = new Agreements(List.of(transfer, check));
        assertThat(agreements.authorise(CHANGSHA, ZHUZHOU, PENSION, "BENEFIT_ELIGIBILITY", JULY))
                .isEqualTo(Outcome.passed(check));
        assertThat(agreements.authorise(CHANGSHA, ZHUZHOU, PENSION, "PENSION_TRANSFER", JULY))
                .isEqualTo(Outcome.passed(transfer));
    }

    @Test
    void twoForOnePurposeAndDay_areNotTaken() {
        Agreement a = pension("a", "2026-01-01", "2026-12-31", Optional.empty());
        Agreement b = pension("b", "2026-12-31", "2027-12-31", Optional.empty());
        Agreement after = pension("c", "2027-01-01", "2027-12-31", Optional.empty());
        assertThatThrownBy(() -> new Agreements(List.of(a, b)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(
                        "agreement b: validFrom: found 2026-12-31, and until 2026-12-31 a allows the same");
        assertThat(new Agreements(List.of(a, after)).all()).containsExactly(a, after);
    }

    @Test
    void notSharedBesideShared_areNotTaken() {
        Agreement a = pension("a", "2026-01-01", "2026-12-31", Optional.empty());
        Agreement none = new Agreement(
                terms("none", Set.of(), Set.of(), "2026-06-01", "2027-12-31", ShareClass.NOT_SHARED, Optional.empty()));
        assertThatThrownBy(() -> new Agreements(List.of(a, none))).hasMessageContaining("none");
    }

    @Test
    void replacementsThatDoNotFit_areNotTaken() {
        Agreement old = pension("old", "2026-06-01", "2028-12-31", Optional.empty());
        Agreement unknown = pension("x", "2029-01-01", "2029-12-31", Optional.of("nobody"));
        Agreement earlier = pension("y", "2026-05-01", "2026-05-31", Optional.of("old"));
        Agreement otherWay = new Agreement(new Terms(
                "z",
                ZHUZHOU,
                CHANGSHA,
                PENSION,
                new TreeSet<>(Set.of("PENSION_TRANSFER")),
                new TreeSet<>(Set.of("name")),
                JULY,
                JULY.plusYears(1),
                LawfulBasis.STATUTORY_DUTY,
                "law",
                ShareClass.CONDITIONAL,
                10,
                5,
                Optional.of("old")));
        assertThat(AgreementRules.conflicts(List.of(old, unknown, earlier, otherWay)).stream()
                        .map(Object::toString))
                .containsExactly(
                        "agreement x: replaces: found nobody (expected: the id of another agreement)",
                        "agreement y: validFrom: found 2026-05-01 (expected: after 2026-06-01, where old begins, which it replaces)",
                        "agreement z: replaces: found old (expected: one of the same provider, consumer and type)");
    }

    @Test
    void receiver_judgesByTheVeryVersion() {
        Agreement agreement = pension("a", "2026-01-01", "2026-12-31", Optional.empty());
        assertThat(agreement.allows(CHANGSHA, ZHUZHOU, PENSION, "PENSION_TRANSFER", JULY))
                .isTrue();
        assertThat(Stream.of(
                        agreement.allows(CHANGSHA, XIANGTAN, PENSION, "PENSION_TRANSFER", JULY),
                        agreement.allows(XIANGTAN, ZHUZHOU, PENSION, "PENSION_TRANSFER", JULY),
                        agreement.allows(
                                CHANGSHA, ZHUZHOU, new RecordType("pension", "OTHER"), "PENSION_TRANSFER", JULY),
                        agreement.allows(CHANGSHA, ZHUZHOU, PENSION, "OTHER", JULY),
                        agreement.allows(CHANGSHA, ZHUZHOU, PENSION, "PENSION_TRANSFER", JULY.plusYears(1))))
                .containsOnly(false);
    }

    private static Agreements one(String from, String until) {
        return new Agreements(List.of(pension("a-2026", from, until, Optional.empty())));
    }

    private static String code(Agreements agreements, String day) {
        Outcome<Agreement> outcome =
                agreements.authorise(CHANGSHA, ZHUZHOU, PENSION, "PENSION_TRANSFER", LocalDate.parse(day));
        return outcome instanceof Outcome.Passed<Agreement> passed
                ? passed.value().id()
                : problem(outcome).code();
    }

    private static Problem problem(Outcome<Agreement> outcome) {
        Refusal refusal = ((Outcome.Refused<Agreement>) outcome).refusal();
        assertThat(refusal.stage()).isEqualTo(Refusal.Stage.AUTHORISE);
        assertThat(refusal.problems()).hasSize(1);
        return refusal.problems().get(0);
    }

    private static Agreement pension(String id, String from, String until, Optional<String> replaces) {
        return new Agreement(terms(
                id,
                Set.of("PENSION_TRANSFER"),
                Set.of("citizenId", "name"),
                from,
                until,
                ShareClass.CONDITIONAL,
                replaces));
    }

    static Terms terms(
            String id,
            Set<String> purposes,
            Set<String> fields,
            String from,
            String until,
            ShareClass shareClass,
            Optional<String> replaces) {
        return new Terms(
                id,
                CHANGSHA,
                ZHUZHOU,
                PENSION,
                new TreeSet<>(purposes),
                new TreeSet<>(fields),
                LocalDate.parse(from),
                LocalDate.parse(until),
                LawfulBasis.STATUTORY_DUTY,
                "社会保险法第十九条",
                shareClass,
                10,
                5,
                replaces);
    }
}
