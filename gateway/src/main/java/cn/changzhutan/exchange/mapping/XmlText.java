package cn.changzhutan.exchange.mapping;

import cn.changzhutan.exchange.Problem;

/** Characters as XML 1.0 writes them (§2.2, §2.4). */
final class XmlText {
    private XmlText() {}

    /** @throws UnmappableException if the text has a character that XML 1.0 does not */
    static void escape(StringBuilder out, String text, String path) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append("&quot;");
                case '\r' -> out.append("&#13;");
                case '\n' -> out.append("&#10;");
                case '\t' -> out.append("&#9;");
                default -> {
                    if (c < ' ' || c == '\uFFFE' || c == '\uFFFF') {
                        throw new UnmappableException(new Problem(
                                "NOT_IN_XML", path, "a control character, which XML does not have", "含有 XML 不允许的控制字符"));
                    }
                    out.append(c);
                }
            }
        }
    }
}
