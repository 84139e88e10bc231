package cn.changzhutan.exchange.api;

import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;

/** {@code exchange_index_size}: {@code exchange_log_size - exchange_index_size} is how far searches lag behind the log. */
final class IndexMetrics implements Collector {
    private final IndexProgress progress;

    IndexMetrics(IndexProgress progress) {
        this.progress = progress;
    }

    @Override
    public MetricSnapshot collect() {
        return GaugeSnapshot.builder()
                .name("exchange_index_size")
                .help("Leaves of the exchange log that searches find")
                .dataPoint(
                        GaugeDataPointSnapshot.builder().value(progress.size()).build())
                .build();
    }
}
