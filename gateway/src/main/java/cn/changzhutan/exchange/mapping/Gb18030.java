package cn.changzhutan.exchange.mapping;

/**
 * GB 18030-2022 exchanged the codes of 18 characters with those of private use code points, which editions before had for them. A
 * sender that still encodes by the edition before writes such a character in four bytes that now mean private use, and a Java that
 * decodes by the edition before ({@code jdk.charset.GB18030=2000}) does the like. Nothing else uses these code points.
 */
final class Gb18030 {
    private static final String PRIVATE =
            "\uE78D\uE78E\uE78F\uE790\uE791\uE792\uE793\uE794\uE795\uE796\uE81E\uE826\uE82B\uE82C\uE832\uE843\uE854\uE864";
    private static final String REAL =
            "\uFE10\uFE12\uFE11\uFE13\uFE14\uFE15\uFE16\uFE17\uFE18\uFE19\u9FB4\u9FB5\u9FB6\u9FB7\u9FB8\u9FB9\u9FBA\u9FBB";

    private Gb18030() {}

    /** The text with those 18 characters as the edition of 2022 has them. */
    static String current(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= '\uE78D' && text.charAt(i) <= '\uE864') {
                return replaced(text);
            }
        }
        return text;
    }

    private static String replaced(String text) {
        StringBuilder out = new StringBuilder(text);
        for (int i = 0; i < out.length(); i++) {
            int at = PRIVATE.indexOf(out.charAt(i));
            if (at >= 0) {
                out.setCharAt(i, REAL.charAt(at));
            }
        }
        return out.toString();
    }
}
