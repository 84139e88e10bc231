package cn.changzhutan.exchange.witness;

import cn.changzhutan.exchange.log.AddCheckpoint;
import java.io.IOException;
import java.util.Optional;

/** One witness, as it is asked from here. Nothing of an answer is verified. Thread-safe. */
public interface WitnessLink {
    /** @throws IOException if no answer came */
    WitnessAnswer add(AddCheckpoint request) throws IOException, InterruptedException;

    /**
     * The signed note of the newest checkpoint that the witness knows of a log; empty if it knows none.
     *
     * @throws IOException if no answer came, or another than these two
     */
    Optional<String> newest(String origin) throws IOException, InterruptedException;
}
