package cn.changzhutan.exchange.audit;

/** A person who is asked for. @param idType RESIDENT_ID or another code of the table id-type */
public record PersonId(String idType, String id) {
    @Override
    public String toString() {
        return "PersonId[redacted]"; // also the type: it is what the caller wrote there
    }
}
