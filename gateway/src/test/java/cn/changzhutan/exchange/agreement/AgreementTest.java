package cn.changzhutan.exchange.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgreementTest {
    /** Digests stand in leaves that are years old: another form of the same terms would orphan them. */
    @Test
    void digests_stayWhatTheyWere() {
        Agreement agreement = agreement(Set.of("citizenId", "name", "movers/name"));
        assertThat(agreement.digest()).isEqualTo("29deda43607f873daf7ec569a65a7fc80abe3edf346c4bc1dc1dac95448b4e0f");
        assertThat(agreement.fieldsDigest())
                .isEqualTo("4fc892ecc887b8f35f9865124e30758e1d3cc88d808201f1d4151b8f51031ac9");
    }

    @Test
    void anyChangeOfTerms_changesTheDigest() {
        Set<String> digests = new HashSet<>();
        for (Terms terms : List.of(
                terms("a", "P_1", "name", "2026-01-01", ShareClass.CONDITIONAL, Optional.empty()),
                terms("b", "P_1", "name", "2026-01-01", ShareClass.CONDITIONAL, Optional.empty()),
                terms("a", "P_2", "name", "2026-01-01", ShareClass.CONDITIONAL, Optional.empty()),
                terms("a", "P_1", "sex", "2026-01-01", ShareClass.CONDITIONAL, Optional.empty()),
                terms("a", "P_1", "name", "2026-01-02", ShareClass.CONDITIONAL, Optional.empty()),
                terms("a", "P_1", "name", "2026-01-01", ShareClass.UNCONDITIONAL, Optional.empty()),
                terms("a", "P_1", "name", "2026-01-01", ShareClass.CONDITIONAL, Optional.of("z")))) {
            assertThat(digests.add(new Agreement(terms).digest())).isTrue();
        }
    }

    @Test
    void projection_keepsExactlyTheAgreedFieldsInArraysToo() throws Exception {
        JsonNode record = json("""
                {"name": "阿依古丽·买买提", "citizenId": "43022120010815997X", "formerName": ["龚䶮", "𠮷某"],
                 "agency": {"bankName": "建行", "accountNo": "123"},
                 "movers": [{"name": "𠮷某", "citizenId": "430302196501019954"}, {"citizenId": "430103198512319981"}]}""");
        Agreement agreement =
                agreement(Set.of("name", "formerName", "agency/bankName", "movers/name", "absent", "agency/absent"));
        assertThat(new Agreements(List.of(agreement)).project(record, agreement))
                .isEqualTo(json("""
                {"name": "阿依古丽·买买提", "formerName": ["龚䶮", "𠮷某"], "agency": {"bankName": "建行"},
                 "movers": [{"name": "𠮷某"}, {}]}"""));
    }

    @Test
    void projection_neverPassesOnAValueWhereAnObjectWasAgreed() throws Exception {
        JsonNode record = json("""
                {"movers": ["430302196501019954", {"name": "张三"}], "agency": "secret", "name": null}""");
        Agreement agreement = agreement(Set.of("name", "agency/bankName", "movers/name"));
        assertThat(new Agreements(List.of(agreement)).project(record, agreement))
                .isEqualTo(json("{\"movers\": [{\"name\": \"张三\"}], \"name\": null}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/name", "name/", "movers//name", "movers/0", "movers/*", "na me", "姓名"})
    void fieldThatIsNoPath_isNotTaken(String field) {
        assertThatThrownBy(() -> agreement(Set.of(field)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("agreement a: field " + field + " (expected: a path such as movers/name)");
    }

    @Test
    void termsThatContradictThemselves_areNotTaken() {
        assertThatThrownBy(() -> agreement(Set.of("movers", "movers/name")))
                .hasMessageContaining("fields movers and movers/name (expected: one of them: they overlap)");
        assertThatThrownBy(() -> terms("a", "P_1", "name", "2026-12-31", ShareClass.CONDITIONAL, Optional.empty()))
                .hasMessageContaining("agreement a: validUntil 2026-12-31 (expected: after validFrom 2026-12-31)");
        assertThatThrownBy(() -> terms("a", "lower", "name", "2026-01-01", ShareClass.CONDITIONAL, Optional.empty()))
                .hasMessageContaining("purpose lower");
        assertThatThrownBy(() -> terms("a", "P_1", "name", "2026-01-01", ShareClass.NOT_SHARED, Optional.empty()))
                .hasMessageContaining("1 purposes (expected: none)");
        assertThatThrownBy(() -> agreement(Set.of())).hasMessageContaining("0 fields (expected: at least one)");
    }

    private static Agreement agreement(Set<String> fields) {
        return new Agreement(AgreementsTest.terms(
                "a",
                Set.of("PENSION_TRANSFER"),
                fields,
                "2026-01-01",
                "2026-12-31",
                ShareClass.CONDITIONAL,
                Optional.empty()));
    }

    private static Terms terms(
            String id, String purpose, String field, String from, ShareClass shareClass, Optional<String> replaces) {
        return AgreementsTest.terms(id, Set.of(purpose), Set.of(field), from, "2026-12-31", shareClass, replaces);
    }

    private static JsonNode json(String text) throws Exception {
        return new ObjectMapper().readTree(text);
    }
}
