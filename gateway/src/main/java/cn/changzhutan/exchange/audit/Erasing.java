package cn.changzhutan.exchange.audit;

import cn.changzhutan.exchange.Caller;
import cn.changzhutan.exchange.ExchangeId;
import cn.changzhutan.exchange.pipeline.ErasureGround;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Erasures that people ask for. An interface, because {@link ErasureOffice} needs a database and the tests of the HTTP side do without
 * one. Thread-safe.
 */
public interface Erasing {
    /** Exchanges that one request may name, and that a person may have. */
    int MAX_EXCHANGES = 100_000;

    /** How far a request is. */
    enum State {
        /** A second user has to agree. */
        WAITING,
        /** It was agreed to and not carried out to its end: the gateway stopped meanwhile. Agreeing again carries it on. */
        APPROVED,
        DONE
    }

    /**
     * One request.
     *
     * @param exchanges how many it names
     * @param erased how many it has erased; empty until it is done
     * @param open how many of them are not closed yet and so could not be erased
     */
    record Erasure(
            UUID id,
            ErasureGround ground,
            State state,
            int exchanges,
            String requestedBy,
            Instant requestedAt,
            Optional<String> approvedBy,
            Optional<Integer> erased,
            int open) {}

    /** Why a request cannot be agreed to. */
    enum Objection {
        UNKNOWN,
        /** Whoever asked cannot also agree. */
        SAME_USER,
        DONE
    }

    /** The request as it stands now, or why it was not agreed to. */
    record Approval(Optional<Erasure> erasure, Optional<Objection> objection) {}

    /**
     * Asks for the erasure of exchanges; carries it out at once where one user is enough.
     *
     * @throws cn.changzhutan.exchange.pipeline.LogUnavailableException if log or database cannot be used
     */
    Erasure request(Caller by, List<ExchangeId> exchanges, ErasureGround ground);

    /**
     * As {@link #request}, for every exchange of a person that the search index knows by its tag. Others who stand in the same
     * exchanges are erased there too.
     *
     * @throws IllegalArgumentException if the person has more than {@link #MAX_EXCHANGES}, or the id is of an unknown type
     */
    Erasure requestOf(Caller by, String idType, String id, ErasureGround ground);

    /** Agrees, and carries it out. */
    Approval approve(Caller by, UUID id);

    Optional<Erasure> find(UUID id);
}
