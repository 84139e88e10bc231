package cn.changzhutan.exchange.audit;

import cn.changzhutan.exchange.Caller;
import cn.changzhutan.exchange.ExchangeId;
import cn.changzhutan.exchange.crypto.CityKeys;
import cn.changzhutan.exchange.pipeline.ErasureGround;
import cn.changzhutan.exchange.pipeline.Erasures;
import cn.changzhutan.exchange.pipeline.Repeatable;
import cn.changzhutan.exchange.store.Database;
import cn.changzhutan.exchange.store.ErasureStore;
import cn.changzhutan.exchange.store.ErasureStore.Request;
import cn.changzhutan.exchange.store.ErasureStore.Standing;
import cn.changzhutan.exchange.store.IndexStore;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Keeps who asked for which erasure and who agreed, and has it carried out. Thread-safe. */
public final class ErasureOffice implements Erasing {
    static final int BATCH = 512;
    private static final int PAGE = 1000;

    private final Database database;
    private final Erasures erasures;
    private final Indexer indexer;
    private final BlindIndex blind;
    private final boolean secondApprover;
    private final Clock clock;

    /** @param secondApprover whether another user than the one who asks has to agree */
    public ErasureOffice(Database database, Erasures erasures, CityKeys keys, boolean secondApprover, Clock clock) {
        this.database = database;
        this.erasures = erasures;
        this.indexer = new Indexer(database, keys);
        this.blind = Secrets.blind(keys);
        this.secondApprover = secondApprover;
        this.clock = clock;
    }

    @Override
    public Erasure request(Caller by, List<ExchangeId> exchanges, ErasureGround ground) {
        Request request = new Request(
                UUID.randomUUID(),
                ground.name(),
                exchanges.stream().map(ExchangeId::value).toList(),
                by.name(),
                clock.instant(),
                secondApprover ? null : by.name(),
                secondApprover ? null : clock.instant(),
                null);
        reading(c -> {
            ErasureStore.insert(c, request);
            return request;
        });
        return secondApprover ? view(request) : carryOut(request);
    }

    @Override
    public Erasure requestOf(Caller by, String idType, String id, ErasureGround ground) {
        return request(by, exchangesOf(blind.person(idType, id)), ground);
    }

    private List<ExchangeId> exchangesOf(byte[] tag) {
        Repeatable.run(indexer::catchUp);
        List<ExchangeId> exchanges = new ArrayList<>();
        long after = -1;
        while (true) {
            long from = after;
            List<IndexStore.Entry> page = reading(c -> IndexStore.exchangesOf(c, tag, from, PAGE));
            if (page.isEmpty()) {
                return exchanges;
            }
            page.forEach(entry -> exchanges.add(new ExchangeId(entry.exchange())));
            if (exchanges.size() > MAX_EXCHANGES) {
                throw new IllegalArgumentException("the person has more than " + MAX_EXCHANGES + " exchanges");
            }
            after = page.get(page.size() - 1).leafIndex();
        }
    }

    @Override
    public Approval approve(Caller by, UUID id) {
        Optional<Request> found = reading(c -> ErasureStore.find(c, id));
        if (found.isEmpty()) {
            return objecting(Objection.UNKNOWN);
        }
        Request request = found.get();
        if (request.erased() != null) {
            return objecting(Objection.DONE);
        }
        if (request.approvedBy() == null) {
            if (request.requestedBy().equals(by.name())) {
                return objecting(Objection.SAME_USER);
            }
            reading(c -> ErasureStore.approve(c, id, by.name(), clock.instant()));
        }
        return new Approval(
                Optional.of(carryOut(reading(c -> ErasureStore.find(c, id)).orElseThrow())), Optional.empty());
    }

    private static Approval objecting(Objection objection) {
        return new Approval(Optional.empty(), Optional.of(objection));
    }

    /** What was erased before it stopped half-way counts as well: the count is of exchanges that are erased now. */
    private Erasure carryOut(Request request) {
        List<ExchangeId> exchanges =
                request.exchanges().stream().map(ExchangeId::new).toList();
        for (int from = 0; from < exchanges.size(); from += BATCH) {
            erasures.erase(
                    exchanges.subList(from, Math.min(exchanges.size(), from + BATCH)),
                    ErasureGround.valueOf(request.ground()));
        }
        int erased = count(request, Standing.ERASED);
        reading(c -> {
            ErasureStore.done(c, request.id(), erased);
            return erased;
        });
        return find(request.id()).orElseThrow();
    }

    @Override
    public Optional<Erasure> find(UUID id) {
        return reading(c -> ErasureStore.find(c, id)).map(this::view);
    }

    private Erasure view(Request request) {
        return new Erasure(
                request.id(),
                ErasureGround.valueOf(request.ground()),
                request.erased() != null ? State.DONE : request.approvedBy() != null ? State.APPROVED : State.WAITING,
                request.exchanges().size(),
                request.requestedBy(),
                request.requestedAt(),
                Optional.ofNullable(request.approvedBy()),
                Optional.ofNullable(request.erased()),
                count(request, Standing.OPEN));
    }

    private int count(Request request, Standing standing) {
        return Collections.frequency(
                reading(c -> ErasureStore.standing(c, request.exchanges())).values(), standing);
    }

    private <T> T reading(Database.Work<T> work) {
        return Repeatable.call(() -> database.transaction(work));
    }
}
