package cn.changzhutan.exchange.pipeline;

import cn.changzhutan.exchange.store.TallyStore;
import java.util.List;

/**
 * A node's numbers of one moment.
 *
 * @param held messages that wait for a checkpoint
 * @param stuck received records whose delivery has failed at least once; each holds back its ordering key
 * @param stopped origins that signed two histories
 */
public record NodeNumbers(
        List<TallyStore.Row> tallies,
        long logSize,
        int waiting,
        long held,
        long quarantined,
        long stuck,
        List<String> stopped) {}
