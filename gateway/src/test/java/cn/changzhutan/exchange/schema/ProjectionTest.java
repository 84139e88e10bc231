package cn.changzhutan.exchange.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import cn.changzhutan.exchange.Problem;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProjectionTest {
    private final RecordSchema certificate = Schemas.of("household", "MIGRATION_CERTIFICATE");
    private final RecordSchema participation = Schemas.of("pension", "PARTICIPATION");
    private final RecordSchema listing = Schemas.of("wage-arrears", "LISTING");

    private static List<String> codes(RecordSchema schema, String record) {
        return schema.validate(Schemas.json(record), Schemas.TODAY).stream()
                .map((Problem one) -> one.pointer() + " " + one.code())
                .toList();
    }

    @Test
    void projection_requiresTheAgreedFieldsAlone() {
        RecordSchema cut = certificate.projectedTo(Set.of("citizenId", "name", "occupation", "movers/citizenId"));

        assertEquals(
                List.of(),
                codes(
                        cut,
                        "{'citizenId':'430211197506159978','name':'𠮷','movers':[{'citizenId':'430211197506159978'}]}"));
        assertEquals(List.of("/movers REQUIRED", "/name REQUIRED"), codes(cut, "{'citizenId':'430211197506159978'}"));
        assertEquals(
                List.of("/movers/0/citizenId REQUIRED"),
                codes(cut, "{'citizenId':'430211197506159978','name':'𠮷','movers':[{}]}"));
    }

    @Test
    void projection_refusesFieldsOutside_atEveryDepth() {
        RecordSchema cut = certificate.projectedTo(Set.of("name", "movers/name"));

        assertEquals(
                List.of("/headName UNKNOWN_FIELD", "/movers/0/sex UNKNOWN_FIELD"),
                codes(cut, "{'name':'甲','headName':'乙','movers':[{'name':'丙','sex':'1'}]}"));
        assertEquals(Set.of("name", "movers/name"), cut.fields());
    }

    @Test
    void projection_keepsRulesWhoseFieldsAreAllAgreed_andDropsTheOthers() {
        String mismatch = "{'citizenId':'430211197506159978','sex':'2'}";
        assertEquals(
                List.of("/sex SEX_MISMATCH"), codes(certificate.projectedTo(Set.of("citizenId", "sex")), mismatch));
        assertEquals(List.of(), codes(certificate.projectedTo(Set.of("sex")), "{'sex':'2'}"));
    }

    @Test
    void projection_conditionalRequirement_goesWithWhatItReads() {
        // who is flexibly employed cannot be seen without employmentType, so nothing can be demanded
        RecordSchema blind = participation.projectedTo(Set.of("insuranceType", "employerUscc"));
        assertEquals(List.of(), codes(blind, "{'insuranceType':'110'}"));

        RecordSchema seeing = participation.projectedTo(Set.of("insuranceType", "employmentType", "employerUscc"));
        assertEquals(List.of("/employerUscc REQUIRED"), codes(seeing, "{'insuranceType':'110'}"));
        assertEquals(List.of(), codes(seeing, "{'insuranceType':'110','employmentType':'2'}"));
    }

    @Test
    void projection_withoutTheRequiredField_doesNotDemandIt() {
        RecordSchema cut = listing.projectedTo(Set.of("status", "listingNo", "removedDate"));
        assertEquals(List.of("/removedDate REQUIRED"), codes(cut, "{'status':'REMOVED','listingNo':'1'}"));
        assertEquals(List.of(), codes(cut, "{'status':'REMOVED','listingNo':'1','removedDate':'2024-01-01'}"));
    }

    @Test
    void projection_ofTheSameFields_isTheSameObject() {
        Set<String> fields = Set.of("name", "sex", "citizenId");
        assertSame(certificate.projectedTo(fields), certificate.projectedTo(new HashSet<>(fields)));
    }

    @Test
    void projection_toAllFields_acceptsWhatTheWholeAccepts() {
        JsonNode family = Schemas.example("household/MIGRATION_CERTIFICATE/examples/valid-family.json");
        assertEquals(List.of(), certificate.projectedTo(certificate.fields()).validate(family, Schemas.TODAY));
    }

    @Test
    void projection_toAnUnknownFieldOrNone_isRefused() {
        assertThrows(IllegalArgumentException.class, () -> certificate.projectedTo(Set.of("name", "salary")));
        assertThrows(IllegalArgumentException.class, () -> certificate.projectedTo(Set.of("movers")));
        assertThrows(IllegalArgumentException.class, () -> certificate.projectedTo(Set.of()));
        RecordSchema cut = certificate.projectedTo(Set.of("name"));
        assertThrows(IllegalArgumentException.class, () -> cut.projectedTo(Set.of("sex")));
    }

    @Test
    void projection_keepsIdentity() {
        RecordSchema cut = certificate.projectedTo(Set.of("name"));
        assertEquals(certificate.digest(), cut.digest());
        assertEquals(certificate.version(), cut.version());
    }
}
