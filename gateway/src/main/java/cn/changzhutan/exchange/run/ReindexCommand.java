package cn.changzhutan.exchange.run;

import cn.changzhutan.exchange.SettingsException;
import cn.changzhutan.exchange.audit.Indexer;
import cn.changzhutan.exchange.crypto.CityKeys;
import cn.changzhutan.exchange.settings.RuntimeSettings;
import cn.changzhutan.exchange.store.Database;
import cn.changzhutan.exchange.store.DatabaseUnusableException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code reindex}: fills the search index again from the log and its side rows. */
@Command(
        name = "reindex",
        mixinStandardHelpOptions = true,
        description = {
            "Empties a city's search index and fills it again from the log and its side rows.",
            "The gateway may run meanwhile: it exchanges as before, and its searches say how far the index is.",
            "由日志和附属数据重建检索索引。"
        })
public final class ReindexCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--runtime", required = true, paramLabel = "FILE", description = "runtime settings of the gateway")
    private Path runtime;

    @Override
    public Integer call() throws SQLException {
        RuntimeSettings settings = RuntimeSettings.load(runtime);
        PrintWriter out = spec.commandLine().getOut();
        try (Database database = OpenedGateway.open(settings.database())) {
            database.migrate();
            // never started: this thread fills, in turn with the gateway's own
            Indexer indexer = new Indexer(database, CityKeys.load(settings.keys()));
            indexer.clear();
            out.println("index of " + indexer.catchUp() + " log entries");
            out.flush();
            return 0;
        } catch (DatabaseUnusableException e) {
            throw new SettingsException(
                    List.of("database " + settings.database().url() + ": " + e.getMessage()));
        }
    }
}
