package cn.changzhutan.exchange;

import java.util.Locale;

/**
 * What the bearer of a token may do. A token stands for one caller, a caller has one role: nobody who can change something also judges
 * it.
 */
public enum Role {
    /** A back-office system: sends and receives its own records. Stands in config/cities. */
    SYSTEM,
    /** Reads everything that is searched, exported or proved; changes nothing. */
    AUDITOR,
    /** Keeps the exchange going: reconciliation, erasure. */
    OPERATOR,
    /** The citizen portal: asks who read a person's data. */
    PORTAL,
    /** Another city's gateway: reads the log's entries and reconciles. Every city of config/cities is one, by its own name. */
    PEER,
    /** Changes what people edit. */
    ADMIN;

    /** As files write it: {@code auditor}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether config/users.yaml may give it: the others come from config/cities. */
    public boolean isOfPeople() {
        return this != SYSTEM && this != PEER;
    }
}
