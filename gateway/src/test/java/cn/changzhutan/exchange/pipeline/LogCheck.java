package cn.changzhutan.exchange.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.log.Checkpoint;
import cn.changzhutan.exchange.log.Merkle;
import cn.changzhutan.exchange.log.Policy;
import cn.changzhutan.exchange.log.Tiles;
import cn.changzhutan.exchange.log.TreeEdge;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Builds a city's tree again from its stored entries, and holds every signed checkpoint against it. */
final class LogCheck {
    private LogCheck() {}

    /** @return every leaf that the newest signed checkpoint covers, in order */
    static List<String> verifiedLeaves(ThreeCities cities, City city) throws Exception {
        PublicLog log = cities.nodes.get(city).publicLog();
        Policy policy = cities.policy();
        List<PublicLog.Published> checkpoints = log.checkpoints(0, Integer.MAX_VALUE);
        long size = checkpoints.get(checkpoints.size() - 1).size();
        List<byte[]> entries = new ArrayList<>();
        for (long bundle = 0; bundle * Tiles.WIDTH < size; bundle++) {
            int width = Tiles.width(size, 0, bundle);
            entries.addAll(Tiles.decodeBundle(log.entries(bundle, width).orElseThrow(), width));
        }
        assertThat(entries).hasSize((int) size);
        TreeEdge tree = TreeEdge.empty();
        for (PublicLog.Published published : checkpoints) {
            Checkpoint signed = policy.verify(published.note());
            tree = tree.append(entries.subList((int) tree.size(), (int) signed.size()).stream()
                            .map(Merkle::leafHash)
                            .toList())
                    .edge();
            assertThat(tree.root()).as("root of size %d", signed.size()).isEqualTo(signed.root());
        }
        assertThat(cities.nodes.get(city).view().size()).isEqualTo(size);
        return entries.stream()
                .map(entry -> new String(entry, StandardCharsets.UTF_8))
                .toList();
    }
}
