package cn.changzhutan.exchange.agreement;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.RecordType;
import cn.changzhutan.exchange.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.SortedSet;

/**
 * A sharing agreement with the digests under which leaves of the exchange log name it. Equal if the terms are. Immutable,
 * thread-safe.
 */
public final class Agreement {
    private final Terms terms;
    private final String digest;
    private final String fieldsDigest;
    private final Projection projection;

    public Agreement(Terms terms) {
        this.terms = terms;
        this.digest = Sha256.hex(utf8(canonicalForm(terms)));
        this.fieldsDigest = Sha256.hex(utf8(String.join("\n", terms.fields()) + "\n"));
        this.projection = Projection.of(terms.fields());
    }

    public Terms terms() {
        return terms;
    }

    public String id() {
        return terms.id();
    }

    public City provider() {
        return terms.provider();
    }

    public City consumer() {
        return terms.consumer();
    }

    public RecordType type() {
        return terms.type();
    }

    public SortedSet<String> purposes() {
        return terms.purposes();
    }

    public SortedSet<String> fields() {
        return terms.fields();
    }

    public LawfulBasis lawfulBasis() {
        return terms.lawfulBasis();
    }

    /** Hex SHA-256 of the canonical form: any change of the terms changes it. */
    public String digest() {
        return digest;
    }

    /** Hex SHA-256 of the sorted fields, each followed by a line feed. */
    public String fieldsDigest() {
        return fieldsDigest;
    }

    /** Whether the day, in Asia/Shanghai, lies within the period; both ends belong to it. */
    public boolean isInForce(LocalDate day) {
        return !day.isBefore(terms.validFrom()) && !day.isAfter(terms.validUntil());
    }

    /**
     * Whether this very agreement allows the exchange: what a receiver asks of the version whose digest stands in the leaf, as of the
     * day on which the sender accepted.
     */
    public boolean allows(City from, City to, RecordType type, String purpose, LocalDate day) {
        return terms.shareClass() != ShareClass.NOT_SHARED
                && provider().equals(from)
                && consumer().equals(to)
                && type().equals(type)
                && purposes().contains(purpose)
                && isInForce(day);
    }

    Projection projection() {
        return projection;
    }

    /** One {@code name value} a line, in this order for good: pinned by a test, because old leaves hold its digest. */
    private static String canonicalForm(Terms terms) {
        StringBuilder text = new StringBuilder("changzhutan agreement v1\n");
        line(text, "id", terms.id());
        line(text, "provider", terms.provider());
        line(text, "consumer", terms.consumer());
        line(text, "type", terms.type());
        terms.purposes().forEach(purpose -> line(text, "purpose", purpose));
        terms.fields().forEach(field -> line(text, "field", field));
        line(text, "validFrom", terms.validFrom());
        line(text, "validUntil", terms.validUntil());
        line(text, "lawfulBasis", terms.lawfulBasis());
        line(text, "legalReference", terms.legalReference());
        line(text, "shareClass", terms.shareClass());
        line(text, "replyWorkingDays", terms.replyWorkingDays());
        line(text, "correctionWorkingDays", terms.correctionWorkingDays());
        terms.replaces().ifPresent(id -> line(text, "replaces", id));
        return text.toString();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void line(StringBuilder text, String name, Object value) {
        text.append(name).append(' ').append(value).append('\n');
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Agreement that && digest.equals(that.digest);
    }

    @Override
    public int hashCode() {
        return digest.hashCode();
    }

    @Override
    public String toString() {
        return "Agreement[" + terms.id() + "]";
    }
}
