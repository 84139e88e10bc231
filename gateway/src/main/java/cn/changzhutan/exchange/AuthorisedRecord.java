package cn.changzhutan.exchange;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A record that a sharing agreement allows to one city, cut to the fields that the agreement names.
 *
 * @param to the one destination of this exchange
 * @param agreementId id of the agreement, as its file names it
 * @param agreementDigest hex SHA-256 of the agreement's canonical form: the receiver judges by this version
 * @param fieldsDigest hex SHA-256 of the sorted list of the agreed fields, one a line
 * @param lawfulBasis STATUTORY_DUTY or CONSENT
 * @param projection the shared form, cut; not to be changed
 */
public record AuthorisedRecord(
        CanonicalRecord canonical,
        City to,
        String agreementId,
        String agreementDigest,
        String fieldsDigest,
        String lawfulBasis,
        JsonNode projection) {
    @Override
    public String toString() {
        return "AuthorisedRecord[" + canonical.submission() + " " + agreementId + "]";
    }
}
