package cn.changzhutan.exchange.api;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.api.GatewayNumbers.Numbers;
import cn.changzhutan.exchange.api.GatewayNumbers.Tally;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * The gateway's counts for Prometheus, read once a scrape so that one scrape is one moment and its sums hold exactly.
 *
 * <p>{@code exchange_records{to,kind,outcome}} counts what this city sent, {@code exchange_received_records{from,kind,outcome}} what it
 * received. In every scrape, for each city and kind:
 *
 * <pre>accepted = delivered + returned + pending</pre>
 *
 * and {@code refused} stands beside it: what was refused at the door was never accepted. For a pair of cities, {@code accepted} at the
 * sender is at least {@code accepted} at the receiver, and equal once nothing is on its way.
 */
final class GatewayMetrics implements MultiCollector {
    private final GatewayNumbers numbers;

    GatewayMetrics(GatewayNumbers numbers) {
        this.numbers = numbers;
    }

    @Override
    public MetricSnapshots collect() {
        Numbers now;
        try {
            now = numbers.read();
        } catch (RuntimeException e) {
            // without a database there are no counts; the other metrics of the scrape are wanted all the more
            return new MetricSnapshots(single("exchange_numbers_up", "1 if the counts could be read", 0));
        }
        return new MetricSnapshots(
                single("exchange_numbers_up", "1 if the counts could be read", 1),
                records("exchange_records", "Records that this city sent", "to", now.sent()),
                records("exchange_received_records", "Records that this city received", "from", now.received()),
                single("exchange_log_size", "Leaves in the exchange log", now.logSize()),
                single("exchange_waiting_submissions", "Submissions not yet answered", now.waiting()),
                single("exchange_quarantined_messages", "Messages that could not be verified", now.quarantined()),
                single("exchange_held_keys", "Ordering keys that a record holds back", now.heldKeys()),
                witnesses(
                        "exchange_witness_up",
                        "1 if the last answer of a witness was a good one",
                        now.witnesses(),
                        witness -> witness.up() ? 1 : 0),
                witnesses(
                        "exchange_witness_lag_seconds",
                        "For how long a checkpoint has waited for this witness",
                        now.witnesses(),
                        GatewayNumbers.Witness::lagSeconds),
                single("exchange_alarms", "Alarms that stand", now.alarms()));
    }

    private record Line(City peer, String kind) implements Comparable<Line> {
        @Override
        public int compareTo(Line other) {
            int byPeer = peer.compareTo(other.peer);
            return byPeer != 0 ? byPeer : kind.compareTo(other.kind);
        }
    }

    private static GaugeSnapshot records(String name, String help, String peer, List<Tally> tallies) {
        SortedMap<Line, long[]> sums = new TreeMap<>();
        for (Tally tally : tallies) {
            long[] sum = sums.computeIfAbsent(new Line(tally.peer(), tally.kind()), line -> new long[5]);
            sum[0] += tally.accepted();
            sum[1] += tally.delivered();
            sum[2] += tally.returned();
            sum[3] += tally.refused();
            sum[4] += tally.pending();
        }
        String[] outcomes = {"accepted", "delivered", "returned", "refused", "pending"};
        GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(name).help(help);
        sums.forEach((line, sum) -> {
            for (int i = 0; i < outcomes.length; i++) {
                gauge.dataPoint(GaugeDataPointSnapshot.builder()
                        .labels(Labels.of(peer, line.peer().name(), "kind", line.kind(), "outcome", outcomes[i]))
                        .value(sum[i])
                        .build());
            }
        });
        return gauge.build();
    }

    private static GaugeSnapshot witnesses(
            String name,
            String help,
            List<GatewayNumbers.Witness> witnesses,
            ToLongFunction<GatewayNumbers.Witness> value) {
        GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(name).help(help);
        witnesses.forEach(witness -> gauge.dataPoint(GaugeDataPointSnapshot.builder()
                .labels(Labels.of("witness", witness.name()))
                .value(value.applyAsLong(witness))
                .build()));
        return gauge.build();
    }

    private static GaugeSnapshot single(String name, String help, long value) {
        return GaugeSnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(GaugeDataPointSnapshot.builder().value(value).build())
                .build();
    }
}
