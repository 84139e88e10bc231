package cn.changzhutan.exchange.audit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.changzhutan.exchange.Json;
import cn.changzhutan.exchange.chaos.Fuzz;
import cn.changzhutan.exchange.chaos.Markers;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Questions of auditors and citizens, and statements of other cities: read, or refused without a word of whom they are about. */
@Tag("chaos")
class QuestionsFuzzTest {
    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void terms() {
        String question = """
                {"person":{"idType":"RESIDENT_ID","id":"%s"},"officer":"%s","case":"案1","city":"zhuzhou",
                 "exchange":"01932f3a-7c21-7b44-9d51-3f0a6c2e8b17","from":"2026-01-01","to":"2026-11-22T05:31:00+08:00",
                 "reason":"复核 2026","after":"ZS8xNzAwMDAwMDAwMDAwLzU=","limit":10,"open":true,"by":["city","kind"]}
                """.formatted(Markers.ID, Markers.NAME);
        Fuzz.of("TermsReader", bytes -> {
                    TermsReader reader = new TermsReader(Json.parse(bytes), Set.of("after", "limit", "open", "by"));
                    reader.reason();
                    String said = reader.terms().toString();
                    reader.count("limit", 100, 1000);
                    reader.flag("open");
                    reader.groups("by");
                    Cursor.parse(reader.text("after").orElse(""));
                    return said;
                })
                .samples(utf8(question))
                .throwing(Json.MalformedException.class, QueryException.class)
                .run(200, 5_000);
    }

    /** The database would not take such a time, and the caller would be told that the log is away. */
    @Test
    void timesThatNoDatabaseHas_areRefused() {
        for (String time : new String[] {"+999999999-12-31T23:59:59Z", "+294277-01-01T00:00:00Z", "-0001-01-01"}) {
            TermsReader reader = new TermsReader(Json.parse("{\"from\":\"" + time + "\"}"), Set.of());
            assertThatThrownBy(reader::terms).isInstanceOf(QueryException.class);
        }
        assertThatThrownBy(() -> Cursor.parse("ZS85MjIzMzcyMDM2ODU0Nzc1ODA3LzkyMjMzNzIwMzY4NTQ3NzU4MDc"))
                .isInstanceOf(QueryException.class);
    }

    @Test
    void persons() {
        Fuzz.of("PersonReader", bytes -> {
                    PersonReader reader = new PersonReader(Json.parse(bytes));
                    String said = reader.person().toString();
                    Cursor.parse(reader.after());
                    reader.limit(10, 100);
                    return said;
                })
                .samples(utf8("{\"idType\":\"RESIDENT_ID\",\"id\":\"" + Markers.ID
                        + "\",\"after\":\"ZS8xNzAwMDAwMDAwMDAwLzU\",\"limit\":10}"))
                .throwing(Json.MalformedException.class, QueryException.class)
                .run(100, 3_000);
    }

    /** What is wrong with them is told by one word; the exceptions do not go on, and so may say what they found. */
    @Test
    void statements() {
        String totals =
                "{\"accepted\":3,\"delivered\":1,\"returned\":1,\"pending\":1,\"amount\":\"12.30\",\"amounts\":2,"
                        + "\"erased\":0,\"digest\":\"" + "a".repeat(64) + "\"}";
        Fuzz.of("StatementJson", bytes -> {
                    StatementJson.read(Json.parse(bytes));
                    return "";
                })
                .samples(utf8(
                        "{\"city\":\"changsha\",\"peer\":\"zhuzhou\",\"day\":\"2026-11-22\",\"lines\":[{\"flow\":\"SENT\","
                                + "\"kind\":\"pension\",\"type\":\"PARTICIPATION\",\"totals\":" + totals + "}]}"))
                .throwing(Json.MalformedException.class, IllegalArgumentException.class, DateTimeException.class)
                .showingWhatItFinds()
                .run(100, 3_000);
        Fuzz.of("StatementItems", bytes -> {
                    StatementJson.readItems(Json.parse(bytes), Optional.empty());
                    return "";
                })
                .samples(utf8("{\"items\":[{\"exchange\":\"01932f3a-7c21-7b44-9d51-3f0a6c2e8b17\",\"state\":\"OPEN\","
                        + "\"erased\":false,\"amount\":\"1.00\"}]}"))
                .throwing(Json.MalformedException.class, IllegalArgumentException.class, DateTimeException.class)
                .showingWhatItFinds()
                .run(100, 3_000);
    }
}
