package cn.changzhutan.exchange.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** SQL of what was done with a person's data, a row for each day in China and each way of use. In the caller's transaction. */
public final class UsageStore {
    /** @param facts without outcome and code: a record that came back was used all the same @param count how often that day */
    public record Usage(LocalDate day, Facts facts, long count, Instant first, Instant last) {}

    private UsageStore() {}

    /**
     * Uses before a day, the newest day first and within it the newest use; at most {@code limit}.
     *
     * @param without code of entries that are no use of the data
     */
    public static List<Usage> usages(Connection c, byte[] tag, LocalDate before, String without, int limit)
            throws SQLException {
        try (PreparedStatement s = c.prepareStatement("select (t.at at time zone 'Asia/Shanghai')::date as day,"
                + " k.event, k.city, k.system, k.peer_system, k.kind, k.type, k.purpose, k.lawful_basis, k.agreement, '',"
                + " case k.event when 'LOG_QUERIED' then k.code else '' end,"
                + " count(*), min(t.at), max(t.at) from audit_tag t join audit_entry e on e.leaf_index = t.leaf_index"
                + " join audit_class k on k.id = e.class where t.tag = ? and t.at < (?::date::timestamp at time zone 'Asia/Shanghai')"
                + " and k.code <> ? group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 order by 1 desc, 15 desc limit ?")) {
            s.setBytes(1, tag);
            s.setObject(2, before);
            s.setString(3, without);
            s.setInt(4, limit);
            try (ResultSet r = s.executeQuery()) {
                List<Usage> usages = new ArrayList<>();
                while (r.next()) {
                    usages.add(new Usage(
                            r.getObject(1, LocalDate.class),
                            FactsStore.read(r, 2),
                            r.getLong(13),
                            r.getTimestamp(14).toInstant(),
                            r.getTimestamp(15).toInstant()));
                }
                return usages;
            }
        }
    }
}
