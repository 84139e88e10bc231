package cn.changzhutan.exchange.pipeline;

import cn.changzhutan.exchange.log.Leaf;
import cn.changzhutan.exchange.log.LeafBuilder;

/** A leaf that is to be appended, with the exact bytes that are hashed and kept. */
@SuppressWarnings("ArrayRecordComponent")
record NewLeaf(Leaf leaf, byte[] bytes) {
    static NewLeaf of(Leaf leaf) {
        return new NewLeaf(leaf, leaf.toBytes());
    }

    static NewLeaf of(LeafBuilder builder) {
        return of(builder.build());
    }
}
