package cn.changzhutan.exchange.run;

import cn.changzhutan.exchange.api.AuditDesk;
import cn.changzhutan.exchange.api.IndexProgress;
import cn.changzhutan.exchange.audit.Auditor;
import cn.changzhutan.exchange.audit.Exporter;
import cn.changzhutan.exchange.audit.HiddenUsage;
import cn.changzhutan.exchange.audit.Indexer;
import cn.changzhutan.exchange.audit.Tracker;
import cn.changzhutan.exchange.pipeline.ExchangeNode;
import cn.changzhutan.exchange.store.Database;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The beans of what is asked of the log: the index behind it, searches, exports, the citizen tracker. */
@Configuration(proxyBeanMethods = false)
class AuditConfiguration {
    @Bean(destroyMethod = "close")
    Indexer indexer(OpenedGateway opened, Database database, ExchangeNode node) {
        Indexer indexer = new Indexer(
                database, opened.trust().keys(), node.recentLeaves()::at, node.sent()::of, node.received()::of);
        indexer.start();
        return indexer;
    }

    @Bean
    IndexProgress indexProgress(Indexer indexer) {
        return indexer::filled;
    }

    @Bean
    AuditDesk auditDesk(OpenedGateway opened, Database database, ExchangeNode node) {
        Auditor auditor = new Auditor(opened.self(), database, opened.trust().keys(), node.entries());
        Exporter exporter = new Exporter(
                opened.self(), auditor, node.entries(), opened.runtime().data().resolve("exports"));
        List<HiddenUsage> hidden = opened.settings().hidden().stream()
                .map(rule -> new HiddenUsage(rule.kind(), rule.purpose(), rule.lawfulBasis(), rule.legalReference()))
                .toList();
        Tracker tracker = new Tracker(
                database,
                opened.trust().keys(),
                node.entries(),
                new Bodies(opened.self(), opened.settings())::of,
                hidden);
        return AuditDesk.of(auditor, exporter, tracker);
    }
}
