package cn.changzhutan.exchange.log;

import java.util.List;
import java.util.Optional;

/**
 * Who and what case a leaf is about, as HMAC-SM3 under fresh nonces, in hex: nothing that can be guessed back. Only who holds the
 * nonce can show what stands behind one.
 *
 * @param persons one for each person in the record, at most {@value #MAX_PERSONS}, so that a leaf stays within its bound
 * @param onBehalfOf the body for which the officer acted
 */
public record Commitments(
        List<String> persons, Optional<String> officer, Optional<String> caseNumber, Optional<String> onBehalfOf) {
    /** Most persons in one leaf: the sender is to split a record of more. */
    public static final int MAX_PERSONS = 28;

    /** Of nobody and nothing. */
    public static final Commitments NONE =
            new Commitments(List.of(), Optional.empty(), Optional.empty(), Optional.empty());

    /** @throws IllegalArgumentException if one is not 64 lower-case hex digits, or there are too many */
    public Commitments {
        persons = List.copyOf(persons);
        if (persons.size() > MAX_PERSONS) {
            throw new IllegalArgumentException(
                    persons.size() + " persons in a leaf (expected: at most " + MAX_PERSONS + ")");
        }
        persons.forEach(each -> LeafText.digest("commitment to a person", each));
        officer.ifPresent(each -> LeafText.digest("commitment to the officer", each));
        caseNumber.ifPresent(each -> LeafText.digest("commitment to the case number", each));
        onBehalfOf.ifPresent(each -> LeafText.digest("commitment to the body acted for", each));
    }
}
