package cn.changzhutan.exchange.mapping;

/** Names that a sender chose, made fit to stand in a problem. */
final class Names {
    private static final int LONGEST = 64;
    private static final int MOST_DIGITS = 5;

    private Names() {}

    /**
     * The name of an unknown element or attribute, or {@code ?} if it could be a value that slipped into the place of a name: an id, a
     * telephone number, a long text, a person's name with a dot in it or a character that no program's names have.
     */
    static String shown(String name) {
        int digits = 0;
        boolean plain = true;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            digits += Character.isDigit(c) ? 1 : 0;
            plain &= c != '\u00B7' && !Character.isSurrogate(c);
        }
        return name.isEmpty() || name.length() > LONGEST || digits > MOST_DIGITS || !plain ? "?" : name;
    }

    /** As {@link #shown}, of a member of a JSON object: that may be a list by persons' names, so only ASCII without spaces is shown. */
    static String shownMember(String name) {
        return name.chars().allMatch(c -> c > ' ' && c < 0x7F) ? shown(name) : "?";
    }

    /** One token of a JSON Pointer (RFC 6901 §3). */
    static String token(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
