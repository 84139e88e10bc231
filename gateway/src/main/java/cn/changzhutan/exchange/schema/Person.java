package cn.changzhutan.exchange.schema;

/**
 * A citizen who stands in a record.
 *
 * @param idType RESIDENT_ID or another code of the table id-type
 * @param id normalised: half-width, no surrounding space, upper case; a resident id has 18 characters
 */
public record Person(String idType, String id) {
    /** The id type of a citizen id by GB 11643. */
    public static final String RESIDENT_ID = "RESIDENT_ID";

    /** As it stands in the log's commitments, however it was typed: full-width digits, a small x, 15 digits. */
    public static Person of(String idType, String id) {
        return new Person(idType, idType.equals(RESIDENT_ID) ? Texts.citizenId(id) : Texts.upper(Texts.halfWidth(id)));
    }

    /** For display: of a resident id the first six and the last four characters, of another the last two. */
    public String masked() {
        if (idType.equals(RESIDENT_ID) && id.length() == 18) {
            return Texts.maskedCitizenId(id);
        }
        int shown = Math.min(2, id.length() / 3);
        return "*".repeat(id.length() - shown) + id.substring(id.length() - shown);
    }

    @Override
    public String toString() {
        return "Person[" + idType + "]";
    }
}
