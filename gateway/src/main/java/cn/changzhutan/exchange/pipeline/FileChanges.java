package cn.changzhutan.exchange.pipeline;

import cn.changzhutan.exchange.log.LogEvent;
import cn.changzhutan.exchange.store.Database;
import cn.changzhutan.exchange.store.EditedFileStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/** Logs at start what people changed in the files since the last start: one leaf a file, ROUTE_CHANGED, AGREEMENT_CHANGED, or
 * KEY_CHANGED for the city's keys and for whom it believes. */
final class FileChanges implements Effect<Map<String, String>> {
    private final Database database;
    private final GroupCommit commits;
    private final Leaves leaves;
    private final Clock clock;

    FileChanges(Database database, GroupCommit commits, Leaves leaves, Clock clock) {
        this.database = database;
        this.commits = commits;
        this.leaves = leaves;
        this.clock = clock;
    }

    /** @param files path to hex digest of every file that people edit */
    void log(Map<String, String> files) throws SQLException {
        if (!database.transaction(EditedFileStore::digests).equals(files)) {
            commits.append(this, List.of(files));
        }
    }

    @Override
    public List<List<NewLeaf>> admit(Connection c, List<Map<String, String>> items) throws SQLException {
        SortedMap<String, String> known = EditedFileStore.digests(c);
        Instant now = clock.instant();
        List<List<NewLeaf>> appended = new ArrayList<>();
        for (Map<String, String> files : items) {
            List<NewLeaf> changes = new ArrayList<>();
            SortedSet<String> names = new TreeSet<>(known.keySet());
            names.addAll(files.keySet());
            for (String name : names) {
                Optional<String> digest = Optional.ofNullable(files.get(name));
                if (!digest.equals(Optional.ofNullable(known.get(name)))) {
                    changes.add(leaves.fileChanged(event(name), name, digest, now));
                }
            }
            appended.add(changes);
        }
        return appended;
    }

    private static LogEvent event(String name) {
        if (name.startsWith("keys/")) {
            return LogEvent.KEY_CHANGED;
        }
        return name.contains("agreements/") ? LogEvent.AGREEMENT_CHANGED : LogEvent.ROUTE_CHANGED;
    }

    @Override
    public void store(Connection c, List<Map<String, String>> items, long[] first, GroupSide side) throws SQLException {
        EditedFileStore.replace(c, items.get(items.size() - 1));
    }
}
