package cn.changzhutan.exchange.api;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.ZoneOffset;

/** {@code exchange_key_expiry_timestamp_seconds{key}}: one line a key that the policy gives a date, for rules that warn long before. */
final class KeyMetrics implements MultiCollector {
    private final KeyDates dates;

    KeyMetrics(KeyDates dates) {
        this.dates = dates;
    }

    @Override
    public MetricSnapshots collect() {
        GaugeSnapshot.Builder gauge = GaugeSnapshot.builder()
                .name("exchange_key_expiry_timestamp_seconds")
                .help("When a pinned key is to be replaced, seconds since the epoch");
        dates.read()
                .forEach((key, day) -> gauge.dataPoint(GaugeDataPointSnapshot.builder()
                        .labels(Labels.of("key", key))
                        .value(day.atStartOfDay(ZoneOffset.UTC).toEpochSecond())
                        .build()));
        return new MetricSnapshots(gauge.build());
    }
}
