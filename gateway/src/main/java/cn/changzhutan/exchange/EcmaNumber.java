package cn.changzhutan.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Numbers as ECMAScript's Number::toString writes them (ECMA-262 §6.1.6.1.20), which RFC 8785 §3.2.2.3 asks for: the fewest digits
 * that read back as the same double, of these the closest. Not {@link Double#toString}, which gives more digits than needed before
 * JDK 19. Messages hold no value.
 */
final class EcmaNumber {
    private static final long MAX_SAFE = 1L << 53;
    /** Any decimal of at most 15 digits is the only one such near its double, within the range of normal doubles. */
    private static final int UNIQUE_DIGITS = 15;

    private static final int MAX_DIGITS = 17;
    private static final int NORMAL_EXPONENT = 300;

    private EcmaNumber() {}

    static void write(JsonNode number, StringBuilder out) {
        if (number.canConvertToLong() && number.isIntegralNumber() && Math.abs(number.longValue()) <= MAX_SAFE) {
            out.append(number.longValue());
        } else if (number.isIntegralNumber()) {
            BigDecimal exact = new BigDecimal(number.bigIntegerValue());
            BigDecimal written = shortest(finite(exact.doubleValue()));
            if (written.compareTo(exact) != 0) {
                throw new IllegalArgumentException("a whole number that its canonical form would change");
            }
            format(written, out);
        } else if (number.isBigDecimal() && isShortest(number.decimalValue())) {
            format(number.decimalValue(), out);
        } else {
            write(finite(number.doubleValue()), out);
        }
    }

    /** @param value finite */
    static void write(double value, StringBuilder out) {
        format(shortest(value), out);
    }

    private static double finite(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            throw new IllegalArgumentException("a number that is not finite");
        }
        return value;
    }

    private static boolean isShortest(BigDecimal value) {
        return value.precision() <= UNIQUE_DIGITS && Math.abs((long) value.scale()) < NORMAL_EXPONENT - UNIQUE_DIGITS;
    }

    private static BigDecimal shortest(double value) {
        BigDecimal exact = new BigDecimal(value);
        if (exact.signum() == 0) {
            return exact;
        }
        int exponent = exact.precision() - exact.scale();
        for (int digits = Math.abs(exponent) < NORMAL_EXPONENT ? UNIQUE_DIGITS : 1; digits < MAX_DIGITS; digits++) {
            BigDecimal nearest = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
            if (nearest.doubleValue() == value) {
                return nearest;
            }
            // At a power of two the gap below is half the gap above: the farther neighbour may read back where the
            // nearer does not.
            BigDecimal up = exact.round(new MathContext(digits, RoundingMode.UP));
            if (up.doubleValue() == value) {
                return up;
            }
        }
        return exact.round(new MathContext(MAX_DIGITS, RoundingMode.HALF_EVEN));
    }

    private static void format(BigDecimal value, StringBuilder out) {
        if (value.signum() == 0) {
            out.append('0'); // also for -0
            return;
        }
        if (value.signum() < 0) {
            out.append('-');
        }
        BigDecimal stripped = value.stripTrailingZeros();
        String digits = stripped.unscaledValue().abs().toString();
        int point = digits.length() - stripped.scale(); // the value is 0.digits × 10^point
        if (point > 21 || point <= -6) {
            scientific(digits, point - 1, out);
        } else if (point <= 0) {
            out.append("0.").append("0".repeat(-point)).append(digits);
        } else if (point >= digits.length()) {
            out.append(digits).append("0".repeat(point - digits.length()));
        } else {
            out.append(digits, 0, point).append('.').append(digits, point, digits.length());
        }
    }

    private static void scientific(String digits, int exponent, StringBuilder out) {
        out.append(digits.charAt(0));
        if (digits.length() > 1) {
            out.append('.').append(digits, 1, digits.length());
        }
        out.append(exponent < 0 ? "e-" : "e+").append(Math.abs(exponent));
    }
}
