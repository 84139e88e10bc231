package cn.changzhutan.exchange.audit;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.RecordType;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * What one city holds of a day's exchanges with another: counts, sums and a digest, no record. Exchanges count on the day of their
 * ACCEPTED leaf. Immutable.
 *
 * @param city whose statement it is
 * @param peer with which it exchanged
 * @param lines one for each way, kind and type that occurred
 */
public record Statement(City city, City peer, BusinessDay day, List<Line> lines) {
    public Statement {
        lines = List.copyOf(lines);
    }

    /** What a line is about. */
    public record Key(Flow flow, RecordType type) {
        Key seenFromThere() {
            return new Key(flow.opposite(), type);
        }
    }

    /** Sums of one line, {@code accepted = delivered + returned + pending} by how they are counted. */
    public record Line(Key key, Totals totals) {}

    /**
     * @param amount exact sum of the amounts that there are, in yuan
     * @param amounts how many exchanges have an amount
     * @param erased how many have been erased: their amounts are gone
     * @param digest hex SHA-256 over the exchanges sorted by id, each {@code id ␠ state ␊}
     */
    public record Totals(
            long delivered, long returned, long pending, BigDecimal amount, long amounts, long erased, String digest) {
        /** Of no exchange at all. */
        static final Totals NONE = new ExchangeTotals().totals();

        public long accepted() {
            return delivered + returned + pending;
        }

        /** Counts, digest and amounts agree; amounts are not compared once either side has erased some. */
        boolean agreesWith(Totals other) {
            boolean amountsAgree = amounts == other.amounts && amount.compareTo(other.amount) == 0;
            return delivered == other.delivered
                    && returned == other.returned
                    && pending == other.pending
                    && digest.equals(other.digest)
                    && (amountsAgree || erased > 0 || other.erased > 0);
        }
    }

    /** The totals of a line; those of nothing if the line is not there. */
    public Totals totals(Key key) {
        return find(key).orElse(Totals.NONE);
    }

    private Optional<Totals> find(Key key) {
        return lines.stream()
                .filter(line -> line.key().equals(key))
                .map(Line::totals)
                .findFirst();
    }
}
