package cn.changzhutan.exchange.run;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.RecordType;
import cn.changzhutan.exchange.RouteDefinition;
import cn.changzhutan.exchange.SettingsException;
import cn.changzhutan.exchange.mapping.Mapping;
import cn.changzhutan.exchange.pipeline.Catalogue;
import cn.changzhutan.exchange.pipeline.ExchangeNode;
import cn.changzhutan.exchange.pipeline.NodeFacts;
import cn.changzhutan.exchange.settings.Credentials;
import cn.changzhutan.exchange.settings.DatabaseSettings;
import cn.changzhutan.exchange.settings.PolicyChecks;
import cn.changzhutan.exchange.settings.RuntimeSettings;
import cn.changzhutan.exchange.settings.Settings;
import cn.changzhutan.exchange.store.Database;
import cn.changzhutan.exchange.store.DatabaseUnusableException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * All that a gateway stands on, opened before anything serves: files read, keys loaded, database brought to this version, log checked.
 * What is wrong with any of it is a sentence, not a stack trace.
 */
record OpenedGateway(
        City self,
        Settings settings,
        RuntimeSettings runtime,
        Credentials credentials,
        Catalogue catalogue,
        Database database,
        TrustWatch trust,
        ExchangeNode node) {
    private static final int CONNECTIONS = 12;

    /**
     * Opens it.
     *
     * @throws SettingsException with every problem of the files, or one sentence about the database
     * @throws cn.changzhutan.exchange.pipeline.LogUnavailableException if the log must not be signed
     */
    static OpenedGateway open(City self, Settings settings, RuntimeSettings runtime) {
        Credentials credentials = Credentials.load(runtime.credentials(), settings.callers(self));
        TrustWatch trust = new TrustWatch(
                self, settings.cities().get(self).origin(), runtime.policy(), runtime.keys(), settings.fileDigests());
        PolicyChecks.require(runtime, settings, trust.get());
        Catalogue catalogue = catalogue(self, settings);
        Database database = open(runtime.database());
        try {
            ExchangeNode node = new ExchangeNode(
                    facts(self, settings, runtime, trust), trust.keys(), catalogue, database, Clock.systemUTC());
            node.open(trust.digests());
            trust.start(node);
            node.witnessing().start();
            return new OpenedGateway(self, settings, runtime, credentials, catalogue, database, trust, node);
        } catch (DatabaseUnusableException e) {
            database.close();
            throw new SettingsException(List.of("database " + runtime.database().url() + " as "
                    + runtime.database().user() + ": " + e.getMessage()));
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    /** File outside the database that holds the last signed head. */
    static Path guard(RuntimeSettings runtime) {
        return runtime.data().resolve("log-head");
    }

    static Database open(DatabaseSettings settings) {
        Properties properties = new Properties();
        properties.putAll(settings.properties());
        return Database.open(settings.url(), settings.user(), settings.password(), properties, CONNECTIONS);
    }

    private static Catalogue catalogue(City self, Settings settings) {
        Map<RecordType, Mapping> mappings = new HashMap<>();
        for (RouteDefinition route : settings.routes(self)) {
            mappings.put(route.type(), settings.mapping(self, route.type()));
        }
        return new Catalogue(self, settings.routes(self), mappings, settings.schemas(), settings.agreements());
    }

    private static NodeFacts facts(City self, Settings settings, RuntimeSettings runtime, TrustWatch trust) {
        return new NodeFacts(
                self,
                settings.cities().get(self).origin(),
                trust,
                guard(runtime),
                new NodeFacts.Tuning(
                        // Half for what systems send: the other half is left to what comes from other cities.
                        2 * runtime.limits().waiting(),
                        runtime.limits().group(),
                        runtime.limits().diskBytesPerDestination(),
                        runtime.timing().republishAfter(),
                        runtime.timing().deliveryBackoffMin(),
                        runtime.timing().deliveryBackoffMax(),
                        runtime.timing().clockSkew()));
    }
}
