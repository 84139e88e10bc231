package cn.changzhutan.exchange.schema;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Identifiers that carry a check digit. A check answers with nothing if the text is right, or with the code of the first thing that
 * is wrong: PATTERN, CHECK_DIGIT, NOT_A_DATE or DATE_IN_FUTURE. Pure functions.
 */
public final class CheckDigits {
    private static final Pattern CITIZEN_ID = Pattern.compile("[1-9][0-9]{16}[0-9X]");
    private static final Pattern OLD_CITIZEN_ID = Pattern.compile("[1-9][0-9]{14}");
    private static final int[] CITIZEN_WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    private static final String CITIZEN_CHECKS = "10X98765432";

    private static final String USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    private static final Pattern USCC = Pattern.compile("[0-9A-HJ-NPQRTUWXY]{18}");
    private static final int[] USCC_WEIGHTS = {1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28};

    private static final Pattern ORGANISATION_CODE = Pattern.compile("[0-9A-Z]{8}[0-9X]");
    private static final int[] ORGANISATION_WEIGHTS = {3, 7, 9, 10, 5, 8, 4, 2};

    private CheckDigits() {}

    /**
     * A citizen id by GB 11643-1999: 18 characters, X upper case, a real calendar date that is not after {@code today}. The first six
     * digits are not compared with any list of divisions: they may name an abolished one or any place in China.
     */
    public static Optional<String> citizenId(String id, LocalDate today) {
        if (!CITIZEN_ID.matcher(id).matches()) {
            return Optional.of("PATTERN");
        }
        if (citizenCheck(id) != id.charAt(17)) {
            return Optional.of("CHECK_DIGIT");
        }
        Optional<LocalDate> birth = birthDate(id);
        if (birth.isEmpty()) {
            return Optional.of("NOT_A_DATE");
        }
        return birth.get().isAfter(today) ? Optional.of("DATE_IN_FUTURE") : Optional.empty();
    }

    /** Characters 7 to 14 of an id of 18 characters, if they are a date of the calendar. */
    public static Optional<LocalDate> birthDate(String citizenId) {
        try {
            return Optional.of(LocalDate.of(
                    Integer.parseInt(citizenId, 6, 10, 10),
                    Integer.parseInt(citizenId, 10, 12, 10),
                    Integer.parseInt(citizenId, 12, 14, 10)));
        } catch (DateTimeException | NumberFormatException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    /**
     * An id of 15 digits (before 1999) as one of 18: the century 19 put in, the check digit appended. Nothing if it is not 15 digits;
     * whether its date is real is for {@link #citizenId} to say.
     */
    public static Optional<String> citizenIdFrom15(String id) {
        if (!OLD_CITIZEN_ID.matcher(id).matches()) {
            return Optional.empty();
        }
        String seventeen = id.substring(0, 6) + "19" + id.substring(6);
        return Optional.of(seventeen + citizenCheck(seventeen));
    }

    /** A unified social credit code by GB 32100-2015, 18 characters, with the organisation code inside it. */
    public static Optional<String> uscc(String code) {
        if (!USCC.matcher(code).matches()) {
            return Optional.of("PATTERN");
        }
        int sum = 0;
        for (int i = 0; i < USCC_WEIGHTS.length; i++) {
            sum += USCC_ALPHABET.indexOf(code.charAt(i)) * USCC_WEIGHTS[i];
        }
        boolean right = USCC_ALPHABET.charAt((31 - sum % 31) % 31) == code.charAt(17);
        return right ? organisationCode(code.substring(8, 17)) : Optional.of("CHECK_DIGIT");
    }

    /** An organisation code by GB 11714-1997: nine characters without the hyphen. */
    public static Optional<String> organisationCode(String code) {
        if (!ORGANISATION_CODE.matcher(code).matches()) {
            return Optional.of("PATTERN");
        }
        int sum = 0;
        for (int i = 0; i < ORGANISATION_WEIGHTS.length; i++) {
            sum += Character.digit(code.charAt(i), 36) * ORGANISATION_WEIGHTS[i];
        }
        int check = 11 - sum % 11;
        char expected = check == 10 ? 'X' : check == 11 ? '0' : (char) ('0' + check);
        return expected == code.charAt(8) ? Optional.empty() : Optional.of("CHECK_DIGIT");
    }

    private static char citizenCheck(String id) {
        int sum = 0;
        for (int i = 0; i < CITIZEN_WEIGHTS.length; i++) {
            sum += (id.charAt(i) - '0') * CITIZEN_WEIGHTS[i];
        }
        return CITIZEN_CHECKS.charAt(sum % 11);
    }
}
