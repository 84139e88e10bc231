package cn.changzhutan.exchange.agreement;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.RecordType;
import java.time.LocalDate;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What two cities agreed: which fields of which type the provider gives to the consumer, for what, on which ground, and when.
 *
 * @param id 1 to 80 characters of {@code a-z0-9-}, starting with a letter; the name of its file
 * @param purposes codes of {@code A-Z0-9_}; empty only if nothing is shared
 * @param fields paths in the shared form, arrays transparent ({@code movers/name}); empty only if nothing is shared; none lies inside
 *     another
 * @param validFrom first day, in Asia/Shanghai
 * @param validUntil last day, inclusive
 * @param legalReference the law, article or document that it stands on; 1 to 300 characters in one line
 * @param replyWorkingDays working days within which the consumer must answer, 1 to 60
 * @param correctionWorkingDays working days within which the provider must answer a request for correction (校核), 1 to 60
 * @param replaces id of the older agreement that ends when this one begins
 */
public record Terms(
        String id,
        City provider,
        City consumer,
        RecordType type,
        SortedSet<String> purposes,
        SortedSet<String> fields,
        LocalDate validFrom,
        LocalDate validUntil,
        LawfulBasis lawfulBasis,
        String legalReference,
        ShareClass shareClass,
        int replyWorkingDays,
        int correctionWorkingDays,
        Optional<String> replaces) {
    private static final Pattern ID = Pattern.compile("[a-z][a-z0-9-]{0,79}");
    private static final Pattern PURPOSE = Pattern.compile("[A-Z][A-Z0-9_]{2,47}");
    private static final Pattern FIELD = Pattern.compile("[A-Za-z][A-Za-z0-9]*(/[A-Za-z][A-Za-z0-9]*)*");

    public Terms {
        purposes = Collections.unmodifiableSortedSet(new TreeSet<>(purposes));
        fields = Collections.unmodifiableSortedSet(new TreeSet<>(fields));
        require(isId(id), "id", id, "1 to 80 characters of a-z, 0-9, -");
        require(!provider.equals(consumer), id, "consumer " + consumer, "another city than the provider");
        purposes.forEach(each -> require(isPurpose(each), id, "purpose " + each, "3 to 48 characters of A-Z, 0-9, _"));
        fields.forEach(each -> require(isField(each), id, "field " + each, "a path such as movers/name"));
        require(validUntil.isAfter(validFrom), id, "validUntil " + validUntil, "after validFrom " + validFrom);
        require(isOneLine(legalReference, 300), id, "legalReference", "1 to 300 characters in one line");
        requireDays(id, "replyWorkingDays", replyWorkingDays);
        requireDays(id, "correctionWorkingDays", correctionWorkingDays);
        boolean shared = shareClass != ShareClass.NOT_SHARED;
        require(shared != purposes.isEmpty(), id, purposes.size() + " purposes", shared ? "at least one" : "none");
        require(shared != fields.isEmpty(), id, fields.size() + " fields", shared ? "at least one" : "none");
        for (String field : fields) {
            for (int slash = field.indexOf('/'); slash > 0; slash = field.indexOf('/', slash + 1)) {
                String outer = field.substring(0, slash);
                require(!fields.contains(outer), id, "fields " + outer + " and " + field, "one of them: they overlap");
            }
        }
    }

    public static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    public static boolean isPurpose(String text) {
        return PURPOSE.matcher(text).matches();
    }

    public static boolean isField(String text) {
        return FIELD.matcher(text).matches();
    }

    /** True for text without line breaks and other control characters, so that a line of the canonical form holds it. */
    public static boolean isOneLine(String text, int longest) {
        return !text.isBlank()
                && text.codePointCount(0, text.length()) <= longest
                && text.codePoints()
                        .noneMatch(c -> Character.getType(c) == Character.CONTROL || c == 0x2028 || c == 0x2029);
    }

    private static void requireDays(String id, String name, int days) {
        require(days >= 1 && days <= 60, id, name + " " + days, "1 to 60");
    }

    private static void require(boolean holds, String id, String found, String expected) {
        if (!holds) {
            throw new IllegalArgumentException("agreement " + id + ": " + found + " (expected: " + expected + ")");
        }
    }
}
