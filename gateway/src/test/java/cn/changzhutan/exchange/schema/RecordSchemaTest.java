package cn.changzhutan.exchange.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cn.changzhutan.exchange.Problem;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class RecordSchemaTest {
    private final RecordSchema certificate = Schemas.of("household", "MIGRATION_CERTIFICATE");
    private final RecordSchema listing = Schemas.of("wage-arrears", "LISTING");
    private final RecordSchema participation = Schemas.of("pension", "PARTICIPATION");

    private static List<String> codes(List<Problem> problems) {
        return problems.stream().map(one -> one.pointer() + " " + one.code()).toList();
    }

    @Test
    void fields_areLeafPaths_arraysTransparent() {
        assertTrue(certificate.fields().containsAll(List.of("name", "formerName", "movers/name")));
        assertFalse(certificate.fields().contains("movers"));
        assertFalse(Schemas.of("medical", "EXAM_LAB_RESULT").fields().contains("diagnosisCode"));
    }

    @Test
    void privacy_isWhatTheSchemaSays() {
        assertEquals(PrivacyClass.P2, certificate.privacyOf("movers/citizenId"));
        assertEquals(PrivacyClass.P0, listing.privacyOf("uscc"));
        assertEquals(PrivacyClass.P3, Schemas.of("medical", "EXAM_LAB_RESULT").privacyOf("resultValue"));
        assertThrows(IllegalArgumentException.class, () -> certificate.privacyOf("movers"));
    }

    @Test
    void persons_areAllCitizensOnce_withTheirIdTypes() {
        JsonNode family = Schemas.example("household/MIGRATION_CERTIFICATE/examples/valid-family.json");
        assertEquals(
                List.of(
                        new Person("RESIDENT_ID", "430211197506159978"),
                        new Person("RESIDENT_ID", "43022120010815997X")),
                certificate.persons(family));

        ObjectNode listed = Schemas.example("wage-arrears/LISTING/examples/valid-organisation.json");
        listed.put("legalRepIdType", "PASSPORT").put("legalRepId", "e1234567");
        assertEquals(
                List.of(new Person("PASSPORT", "E1234567"), new Person("RESIDENT_ID", "430211197506159978")),
                listing.persons(listed));
    }

    @Test
    void person_toString_hidesTheId() {
        assertEquals("Person[RESIDENT_ID]", new Person("RESIDENT_ID", "430211197506159978").toString());
    }

    @Test
    void record_notAnObject_isOneProblemOfTheWhole() {
        assertEquals(List.of(" TYPE"), codes(participation.validate(Schemas.json("[]"), Schemas.TODAY)));
        assertEquals(List.of(" TYPE"), codes(participation.validate(Schemas.json("null"), Schemas.TODAY)));
    }

    @Test
    void nullField_isAProblemOfType() {
        ObjectNode record = Schemas.example("pension/PARTICIPATION/examples/valid-employed.json");
        record.putNull("name");
        assertEquals(List.of("/name TYPE"), codes(participation.validate(record, Schemas.TODAY)));
    }

    @Test
    void name_of50CharactersBeyondTheBmp_fits_and51DoNot() {
        ObjectNode record = Schemas.example("pension/PARTICIPATION/examples/valid-employed.json");
        record.put("name", "𠮷".repeat(50));
        assertEquals(List.of(), participation.validate(record, Schemas.TODAY));
        record.put("name", "𠮷".repeat(51));
        assertEquals(List.of("/name TOO_LONG"), codes(participation.validate(record, Schemas.TODAY)));
    }

    @Test
    void today_isInjected_recordOfTomorrowIsRefusedUntilThen() {
        ObjectNode record = Schemas.example("pension/PARTICIPATION/examples/valid-employed.json");
        assertEquals(
                List.of("/localEndMonth DATE_IN_FUTURE"),
                codes(participation.validate(record, LocalDate.of(2024, 2, 29))));
        assertEquals(List.of(), participation.validate(record, LocalDate.of(2024, 3, 1)));
    }

    @Test
    void oneWrongElement_doesNotSilenceTheRulesOfTheOthers() {
        ObjectNode record = Schemas.example("household/MIGRATION_CERTIFICATE/examples/valid-family.json");
        ArrayNode movers = (ArrayNode) record.get("movers");
        ((ObjectNode) movers.get(0)).put("citizenId", "430211197506159979");
        ((ObjectNode) movers.get(1)).put("sex", "2");
        assertEquals(
                List.of("/movers/0/citizenId CHECK_DIGIT", "/movers/1/sex SEX_MISMATCH"),
                codes(certificate.validate(record, Schemas.TODAY)));
    }

    @Test
    void objectInPlaceOfAList_isAProblemLikeAnyOther() {
        ObjectNode record = Schemas.example("household/MIGRATION_CERTIFICATE/examples/valid-family.json");
        record.set("movers", Schemas.json("{\"name\":1}"));
        assertEquals(List.of("/movers TYPE"), codes(certificate.validate(record, Schemas.TODAY)));
    }

    @Test
    void problems_neverHoldAValue_norAnUnknownNameThatCouldBeOne() {
        ObjectNode record = Schemas.example("wage-arrears/LISTING/examples/valid-organisation.json");
        String secret = "430302196501019955";
        record.fieldNames().forEachRemaining(name -> record.put(name, secret));
        record.put(secret, "x").put("姓名", "x").put("a b", "x");

        List<Problem> problems = listing.validate(record, Schemas.TODAY);

        assertTrue(codes(problems).contains(" UNKNOWN_FIELD"), "unknown names that are no names point at their object");
        assertTrue(problems.size() > 10);
        for (Problem problem : problems) {
            assertFalse(
                    problem.toString().contains(secret) || problem.toString().contains("姓名"), problem.code());
        }
    }

    @Test
    void hint_namesTheLimit() {
        ObjectNode record = Schemas.example("pension/PARTICIPATION/examples/valid-employed.json");
        record.put("personalNo", "1".repeat(21));
        Problem problem = participation.validate(record, Schemas.TODAY).get(0);
        assertTrue(problem.hint().startsWith("at most 20 characters"), problem.hint());
        assertTrue(problem.hintZh().startsWith("不超过20个字符"), problem.hintZh());
    }

    @Test
    void manyThreads_giveTheSameAnswers() throws Exception {
        JsonNode right = Schemas.example("household/MIGRATION_CERTIFICATE/examples/valid-family.json");
        ObjectNode wrong = (ObjectNode) right.deepCopy();
        ((ObjectNode) wrong.at("/movers/1")).put("sex", "2");
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Integer>> work = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                JsonNode record = i % 2 == 0 ? right : wrong;
                work.add(() -> certificate.validate(record, Schemas.TODAY).size());
            }
            List<Future<Integer>> sizes = threads.invokeAll(work);
            for (int i = 0; i < sizes.size(); i++) {
                assertEquals(i % 2, sizes.get(i).get());
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
