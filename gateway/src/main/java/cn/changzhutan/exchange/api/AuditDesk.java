package cn.changzhutan.exchange.api;

import cn.changzhutan.exchange.Caller;
import cn.changzhutan.exchange.audit.Auditor;
import cn.changzhutan.exchange.audit.Export;
import cn.changzhutan.exchange.audit.Exporter;
import cn.changzhutan.exchange.audit.GroupBy;
import cn.changzhutan.exchange.audit.PersonId;
import cn.changzhutan.exchange.audit.Terms;
import cn.changzhutan.exchange.audit.Tracker;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * {@link Auditor}, {@link Exporter} and {@link Tracker} as the HTTP side sees them, so that its tests do without a database. Throws what
 * they throw. Thread-safe.
 */
public interface AuditDesk {
    /** A finished export, handed out once and then closed. */
    interface Handout extends Closeable {
        long entry();

        void writeTo(OutputStream out) throws IOException;
    }

    Auditor.Found search(Caller user, String reason, Terms terms, String after, int limit, boolean open);

    Auditor.Counts count(Caller user, String reason, Terms terms, List<GroupBy> groups);

    Handout export(Caller user, String reason, Terms terms, String after, boolean open);

    Tracker.Usages usages(Caller portal, PersonId person, String after, int limit);

    static AuditDesk of(Auditor auditor, Exporter exporter, Tracker tracker) {
        return new AuditDesk() {
            @Override
            public Auditor.Found search(
                    Caller user, String reason, Terms terms, String after, int limit, boolean open) {
                return auditor.search(user, reason, terms, after, limit, open);
            }

            @Override
            public Auditor.Counts count(Caller user, String reason, Terms terms, List<GroupBy> groups) {
                return auditor.count(user, reason, terms, groups);
            }

            @Override
            public Handout export(Caller user, String reason, Terms terms, String after, boolean open) {
                Export export = exporter.export(user, reason, terms, after, open);
                return new Handout() {
                    @Override
                    public long entry() {
                        return export.entry();
                    }

                    @Override
                    public void writeTo(OutputStream out) throws IOException {
                        export.writeTo(out);
                    }

                    @Override
                    public void close() throws IOException {
                        export.close();
                    }
                };
            }

            @Override
            public Tracker.Usages usages(Caller portal, PersonId person, String after, int limit) {
                return tracker.usages(portal, person, after, limit);
            }
        };
    }
}
