package cn.changzhutan.exchange;

import java.util.List;
import java.util.Optional;

/**
 * What a connector hands over: the bytes of one record and what is known of its sender.
 *
 * @param from the city whose gateway this is
 * @param system the authenticated system that sends
 * @param type what the record is
 * @param to the destinations, at least one, none of them {@code from}, no repeats: each becomes one exchange
 * @param purpose the purpose code of use, checked against the agreement
 * @param caseNumber the case for which the record is shared, if there is one
 * @param officer who sends it, as the system names them
 * @param onBehalfOf the body for which the officer acts, if another than the system's own
 * @param messageId the sender's own id of the message (idempotency key), 1 to 128 printable characters, unique within the system
 * @param form which form the content has
 * @param content the exact bytes of one record
 */
public record Submission(
        City from,
        SystemName system,
        RecordType type,
        List<City> to,
        String purpose,
        Optional<String> caseNumber,
        String officer,
        Optional<String> onBehalfOf,
        String messageId,
        Form form,
        byte[] content) {
    /** NATIVE: as the city's system speaks; SHARED: the shared JSON form. */
    public enum Form {
        NATIVE,
        SHARED
    }

    public Submission {
        to = List.copyOf(to);
    }

    @Override
    public String toString() {
        return "Submission[" + from + " " + system + " " + type + " to " + to + ", " + content.length + " bytes]";
    }
}
