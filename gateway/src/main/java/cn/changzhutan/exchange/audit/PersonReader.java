package cn.changzhutan.exchange.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/** Reads the portal's question: a person, and which page. Every method throws {@link QueryException}. */
public final class PersonReader {
    private final Members members;

    public PersonReader(JsonNode question) {
        members = Members.of(question, "", Set.of("idType", "id", "after", "limit"));
    }

    /** Without a type it is a resident id. */
    public PersonId person() {
        return members.person();
    }

    public String after() {
        return members.text("after").orElse("");
    }

    public int limit(int absent, int max) {
        return members.count("limit", absent, max);
    }
}
