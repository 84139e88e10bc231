package cn.changzhutan.exchange.audit;

import cn.changzhutan.exchange.audit.BlindIndex.Label;
import cn.changzhutan.exchange.log.Openings;
import cn.changzhutan.exchange.schema.Person;
import cn.changzhutan.exchange.store.IndexCount;
import cn.changzhutan.exchange.store.IndexStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Puts names in place of blind tags, by opening one entry of each group: the index itself does not know them. Used once. */
final class TagNames {
    private final BlindIndex blind;
    private final Opener opener;
    private final int position;
    private final Label label;

    TagNames(BlindIndex blind, Opener opener, List<GroupBy> groups) {
        this.blind = blind;
        this.opener = opener;
        int found = -1;
        for (int i = 0; i < groups.size(); i++) {
            if (groups.get(i).label().isPresent()) {
                found = i;
            }
        }
        this.position = found;
        this.label = found < 0 ? null : groups.get(found).label().orElseThrow();
    }

    List<Auditor.Counted> show(Connection c, List<IndexCount.Row> rows) throws SQLException {
        if (position < 0) {
            return rows.stream().map(row -> counted(row.keys(), row)).toList();
        }
        List<Long> samples = rows.stream().map(IndexCount.Row::sample).toList();
        SideRows.Opened opened = opener.open(c, IndexStore.byIndexes(c, samples));
        List<Auditor.Counted> shown = new ArrayList<>(rows.size());
        for (IndexCount.Row row : rows) {
            List<String> keys = new ArrayList<>(row.keys());
            byte[] tag = HexFormat.of().parseHex(keys.get(position));
            keys.set(position, name(opened.of(row.sample()), tag).orElse(""));
            shown.add(counted(keys, row));
        }
        return shown;
    }

    private Optional<String> name(Openings openings, byte[] tag) {
        return switch (label) {
            case PERSON ->
                openings.persons().stream()
                        .filter(each -> Arrays.equals(tag, blind.person(each.idType(), each.id())))
                        .map(each -> Person.of(each.idType(), each.id()).masked())
                        .findFirst();
            case OFFICER -> openings.officer();
            case CASE -> openings.caseNumber();
            case ON_BEHALF_OF -> openings.onBehalfOf();
        };
    }

    private static Auditor.Counted counted(List<String> keys, IndexCount.Row row) {
        return new Auditor.Counted(List.copyOf(keys), row.count(), Optional.ofNullable(row.amount()));
    }
}
