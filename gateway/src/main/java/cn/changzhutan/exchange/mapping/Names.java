package cn.changzhutan.exchange.mapping;

/** Names that a sender chose, made fit to stand in a problem. */
final class Names {
    private static final int LONGEST = 64;
    private static final int MOST_DIGITS = 5;

    private Names() {}

    /**
     * The name of an unknown field, or {@code ?} if it could be a value that slipped into the place of a name (an id, a telephone
     * number, a long text).
     */
    static String shown(String name) {
        int digits = 0;
        for (int i = 0; i < name.length(); i++) {
            digits += Character.isDigit(name.charAt(i)) ? 1 : 0;
        }
        return name.isEmpty() || name.length() > LONGEST || digits > MOST_DIGITS ? "?" : name;
    }

    /** One token of a JSON Pointer (RFC 6901 §3). */
    static String token(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
