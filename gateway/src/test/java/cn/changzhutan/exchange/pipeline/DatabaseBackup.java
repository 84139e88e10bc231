package cn.changzhutan.exchange.pipeline;

import cn.changzhutan.exchange.store.Database;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A backup of a city's whole database, beside it, and its restore: what an operator does after a lost disk. */
final class DatabaseBackup {
    private DatabaseBackup() {}

    static void take(Database database) throws SQLException {
        database.run(c -> {
            execute(c, "create schema backup");
            for (String table : tables(c)) {
                execute(c, "create table backup." + table + " as table public." + table);
            }
        });
    }

    static void restore(Database database) throws SQLException {
        database.run(c -> {
            List<String> tables = tables(c);
            execute(c, "truncate " + String.join(", ", tables));
            for (String table : tables) {
                execute(c, "insert into public." + table + " overriding system value select * from backup." + table);
            }
        });
    }

    private static List<String> tables(Connection c) throws SQLException {
        try (Statement s = c.createStatement();
                ResultSet r = s.executeQuery("select table_name from information_schema.tables where table_schema ="
                        + " 'public' and table_type = 'BASE TABLE' and table_name <> 'flyway_schema_history'")) {
            List<String> tables = new ArrayList<>();
            while (r.next()) {
                tables.add(r.getString(1));
            }
            return tables;
        }
    }

    private static void execute(Connection c, String sql) throws SQLException {
        try (Statement s = c.createStatement()) {
            s.execute(sql);
        }
    }
}
