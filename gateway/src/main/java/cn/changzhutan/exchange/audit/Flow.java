package cn.changzhutan.exchange.audit;

import cn.changzhutan.exchange.store.TallyStore.Direction;

/** Which way a record went, seen from the city whose statement it is. */
public enum Flow {
    SENT(Direction.OUT),
    RECEIVED(Direction.IN);

    private final Direction direction;

    Flow(Direction direction) {
        this.direction = direction;
    }

    /** The same records, seen from the other city. */
    Flow opposite() {
        return this == SENT ? RECEIVED : SENT;
    }

    Direction direction() {
        return direction;
    }

    static Flow of(Direction direction) {
        return direction == Direction.OUT ? SENT : RECEIVED;
    }
}
