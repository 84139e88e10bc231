package cn.changzhutan.exchange.run;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.audit.DailyTasks;
import cn.changzhutan.exchange.audit.ErasureOffice;
import cn.changzhutan.exchange.audit.HttpPeerStatements;
import cn.changzhutan.exchange.audit.Reconciler;
import cn.changzhutan.exchange.audit.Retention;
import cn.changzhutan.exchange.pipeline.ExchangeNode;
import cn.changzhutan.exchange.settings.RetentionSettings;
import cn.changzhutan.exchange.store.Database;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The beans that keep the books: reconciliation, erasure, retention. */
@Configuration(proxyBeanMethods = false)
class RecordsConfiguration {
    @Bean
    Reconciler reconciler(OpenedGateway opened, ExchangeNode node, Database database) {
        Map<City, HttpPeerStatements.Access> accesses = new HashMap<>();
        opened.runtime()
                .peers()
                .forEach((city, peer) -> accesses.put(city, new HttpPeerStatements.Access(peer.url(), peer::token)));
        List<City> others = opened.settings().cities().keySet().stream()
                .filter(city -> !city.equals(opened.self()))
                .toList();
        return new Reconciler(
                opened.self(), others, database, new HttpPeerStatements(accesses), node.entries(), Clock.systemUTC());
    }

    @Bean
    ErasureOffice erasureOffice(OpenedGateway opened, ExchangeNode node, Database database) {
        return new ErasureOffice(
                database,
                node.erasures(),
                opened.trust().keys(),
                opened.runtime().retention().secondApprover(),
                Clock.systemUTC());
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    DailyTasks dailyTasks(OpenedGateway opened, ExchangeNode node, Database database, Reconciler reconciler) {
        RetentionSettings settings = opened.runtime().retention();
        Clock clock = Clock.systemUTC();
        Retention retention =
                new Retention(database, node.erasures(), settings.payload(), settings.networkLog(), clock);
        return new DailyTasks(database, reconciler, retention, settings.at(), clock);
    }
}
