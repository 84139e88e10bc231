package cn.changzhutan.exchange.routes;

import static cn.changzhutan.exchange.routes.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TopicSetupIT {
    @Test
    void topicWithOtherPartitions_isNeverUsed() throws Exception {
        String topic = BrokerTests.topic("partitions", 3);
        StopSignal stop = new StopSignal();
        PartsHealth health = new PartsHealth();
        KafkaClients clients = BrokerTests.clients("p1");
        TopicSetup setup =
                new TopicSetup(clients::admin, new TreeMap<>(Map.of(topic, 4)), BrokerTests.settings(), stop, health);
        Thread thread = new Thread(setup);
        thread.start();
        await().until(() -> health.down().getOrDefault(TopicSetup.PART, "").equals("PARTITIONS"));
        stop.stop();
        thread.join();
        assertThat(setup.await(stop)).isFalse();
    }

    @Test
    void plan_hasBothDirectionsOfEveryPair_andOnePartitionWhereOrderIsOfAll() {
        assertThat(TopicPlan.of(Samples.ZHUZHOU, List.of(Samples.CHANGSHA, Samples.XIANGTAN)))
                .hasSize(14)
                .containsEntry("exchange.records.zhuzhou.changsha", 4)
                .containsEntry("exchange.records.changsha.zhuzhou", 4)
                .containsEntry("exchange.receipts.xiangtan.zhuzhou", 4)
                .containsEntry("exchange.receipts.zhuzhou.xiangtan", 4)
                .containsEntry("exchange.checkpoints.zhuzhou", 1)
                .containsEntry("exchange.checkpoints.changsha", 1)
                .containsEntry("exchange.asks.zhuzhou", 1)
                .containsEntry("exchange.asks.xiangtan", 1)
                .doesNotContainKey("exchange.records.changsha.xiangtan");
    }
}
