package cn.changzhutan.exchange.api;

import cn.changzhutan.exchange.witness.CheckpointWitness;
import cn.changzhutan.exchange.witness.WitnessAnswer;

/** {@link CheckpointWitness} as the HTTP side sees it, so that the tests of the HTTP side do without keys and a database. Thread-safe. */
public interface WitnessCalls {
    WitnessAnswer add(byte[] body);

    WitnessAnswer newest(String hash);

    static WitnessCalls of(CheckpointWitness witness) {
        return new WitnessCalls() {
            @Override
            public WitnessAnswer add(byte[] body) {
                return witness.add(body);
            }

            @Override
            public WitnessAnswer newest(String hash) {
                return witness.newest(hash);
            }
        };
    }
}
