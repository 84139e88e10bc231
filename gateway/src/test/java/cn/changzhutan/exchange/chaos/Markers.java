package cn.changzhutan.exchange.chaos;

import java.util.List;
import java.util.Optional;

/** A person who exists nowhere: planted in what is fuzzed, and never to be found in what is said about it. */
public final class Markers {
    /** A middle dot and a character beyond the BMP, as some names have them. */
    public static final String NAME = "王·测𠮷试";

    /** Its check digit is right. */
    public static final String ID = "43010419900307987X";

    /** Parts that are long enough to be nobody else's. */
    private static final List<String> PARTS = List.of("王·测", "测𠮷", "𠮷试", "4199003079", "0307987X");

    private Markers() {}

    /** The part of the person that stands in a text. */
    public static Optional<String> in(String text) {
        return text == null
                ? Optional.empty()
                : PARTS.stream().filter(text::contains).findFirst();
    }
}
