package cn.changzhutan.exchange.schema;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Pattern;

/** Money and rates as decimal texts, exact: nothing is ever rounded, and what would have to be is refused. Pure functions. */
final class Amounts {
    /** Plain decimals, at most 15 digits before the point and 10 behind, thousands with commas if at all. */
    private static final Pattern DECIMAL =
            Pattern.compile("[+-]?(?:[0-9]{1,15}|[0-9]{1,3}(?:,[0-9]{3}){1,4})(?:\\.[0-9]{1,10})?");

    private Amounts() {}

    /** @throws IllegalArgumentException if it is not a plain decimal */
    static BigDecimal decimal(String text) {
        String plain = Texts.halfWidth(text);
        if (!DECIMAL.matcher(plain).matches()) {
            throw new IllegalArgumentException("expected: a decimal number");
        }
        return new BigDecimal(plain.replace(",", ""));
    }

    static boolean isDecimal(String text) {
        return DECIMAL.matcher(text).matches();
    }

    /** Yuan with two decimals, moved by a power of ten. @throws IllegalArgumentException if a part of a fen would be lost */
    static String yuan(String text, int shift) {
        return exact(decimal(text).movePointRight(shift), 2).toPlainString();
    }

    /** Whole fen. @throws IllegalArgumentException if a part of a fen would be lost */
    static String fen(String yuan) {
        return exact(decimal(yuan).movePointRight(2), 0).toPlainString();
    }

    /** 万元 without trailing zeros. */
    static String wan(String yuan) {
        return shortest(exact(decimal(yuan), 2).movePointLeft(4));
    }

    /** A fraction of one without trailing zeros, from a decimal or a percentage with its sign. */
    static String rate(String text) {
        String plain = Texts.halfWidth(text);
        return plain.endsWith("%") ? rateFromPercent(plain) : shortest(decimal(plain));
    }

    static String rateFromPercent(String text) {
        String plain = Texts.halfWidth(text);
        String number = plain.endsWith("%") ? plain.substring(0, plain.length() - 1) : plain;
        return shortest(decimal(number).movePointLeft(2));
    }

    /** With its sign: 0.08 becomes 8%. */
    static String percent(String rate) {
        return shortest(decimal(rate).movePointRight(2)) + "%";
    }

    /** @throws IllegalArgumentException if it is not a whole number */
    static long whole(String text) {
        try {
            return decimal(text).longValueExact();
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("expected: a whole number", e);
        }
    }

    static int compare(String one, String other) {
        return decimal(one).compareTo(decimal(other));
    }

    static String shortest(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    private static BigDecimal exact(BigDecimal number, int scale) {
        try {
            return number.setScale(scale, RoundingMode.UNNECESSARY);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("more decimals than the unit has", e);
        }
    }
}
