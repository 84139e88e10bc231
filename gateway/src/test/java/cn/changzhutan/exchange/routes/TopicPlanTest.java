package cn.changzhutan.exchange.routes;

import static org.assertj.core.api.Assertions.assertThat;

import cn.changzhutan.exchange.pipeline.Topics;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TopicPlanTest {
    @Test
    void payloads_leaveTheBrokerAfterAYear_whatProvesStays() {
        long year = Duration.ofDays(366).toMillis();

        assertThat(TopicPlan.retentionMillis(Topics.records(Samples.CHANGSHA, Samples.ZHUZHOU)))
                .isEqualTo(year);
        assertThat(TopicPlan.retentionMillis(Topics.receipts(Samples.ZHUZHOU, Samples.CHANGSHA)))
                .isEqualTo(year);
        assertThat(TopicPlan.retentionMillis(Topics.checkpoints(Samples.CHANGSHA)))
                .isEqualTo(-1);
        assertThat(TopicPlan.retentionMillis(Topics.asks(Samples.CHANGSHA))).isEqualTo(-1);
    }
}
