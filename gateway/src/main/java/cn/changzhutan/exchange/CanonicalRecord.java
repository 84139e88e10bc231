package cn.changzhutan.exchange;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A record in the shared form that has passed its schema, code tables, check digits and cross-field rules.
 *
 * @param mappingId the mapping that made it ({@code changsha/pension/PARTICIPATION}), or {@code shared} if it came in that form
 * @param mappingDigest hex SHA-256 of the mapping's files, or of nothing for {@code shared}
 * @param record the shared form; not to be changed
 */
public record CanonicalRecord(
        Submission submission, String schemaVersion, String mappingId, String mappingDigest, JsonNode record) {
    @Override
    public String toString() {
        return "CanonicalRecord[" + submission + "]";
    }
}
