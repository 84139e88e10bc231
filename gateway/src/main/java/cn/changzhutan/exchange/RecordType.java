package cn.changzhutan.exchange;

import java.util.regex.Pattern;

/**
 * What a record is: its kind ({@code pension}) and the type within the kind ({@code PARTICIPATION}).
 *
 * @param kind lower case, as the folder under schemas/ and routes/
 * @param type upper case with underscores
 */
public record RecordType(String kind, String type) implements Comparable<RecordType> {
    private static final Pattern KIND = Pattern.compile("[a-z][a-z0-9-]{1,31}");
    private static final Pattern TYPE = Pattern.compile("[A-Z][A-Z0-9_]{1,47}");

    public RecordType {
        if (!KIND.matcher(kind).matches()) {
            throw new IllegalArgumentException("record kind (expected: 2 to 32 characters of a-z, 0-9, -)");
        }
        if (!TYPE.matcher(type).matches()) {
            throw new IllegalArgumentException("record type (expected: 2 to 48 characters of A-Z, 0-9, _)");
        }
    }

    @Override
    public int compareTo(RecordType other) {
        int byKind = kind.compareTo(other.kind);
        return byKind != 0 ? byKind : type.compareTo(other.type);
    }

    /** {@code pension/PARTICIPATION}. */
    @Override
    public String toString() {
        return kind + "/" + type;
    }
}
