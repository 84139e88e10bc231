package cn.changzhutan.exchange.pipeline;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.ExchangeId;
import cn.changzhutan.exchange.Refusal;
import cn.changzhutan.exchange.Refusal.Stage;
import cn.changzhutan.exchange.store.ExchangeStore;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Appends acceptances in groups and says to each what became of it: new, the first answer again, or a conflict. Thread-safe. */
final class Acceptor {
    private final GroupCommit commits;
    private final AcceptEffect effect;
    private final RecordSealer sealer;
    private final LogReader reader;

    Acceptor(GroupCommit commits, AcceptEffect effect, RecordSealer sealer, LogReader reader) {
        this.commits = commits;
        this.effect = effect;
        this.sealer = sealer;
        this.reader = reader;
    }

    /** Asks for the append; the answers are there when it is done. */
    Supplier<List<Answer>> accept(List<Acceptance> acceptances) {
        List<Supplier<List<Answer>>> parts = new ArrayList<>();
        for (int from = 0; from < acceptances.size(); from += GroupCommit.GROUP) {
            parts.add(acceptPart(
                    List.copyOf(acceptances.subList(from, Math.min(acceptances.size(), from + GroupCommit.GROUP)))));
        }
        return () -> parts.stream().flatMap(part -> part.get().stream()).toList();
    }

    private Supplier<List<Answer>> acceptPart(List<Acceptance> part) {
        GroupCommit.Appending appending = commits.begin(effect, part);
        return () -> {
            GroupCommit.Committed committed = appending.await();
            return IntStream.range(0, part.size())
                    .mapToObj(i -> answer(part.get(i), committed, i))
                    .toList();
        };
    }

    private Answer answer(Acceptance item, GroupCommit.Committed committed, int i) {
        if (item.refusal() != null) {
            return new Answer.Refused(item.refusal());
        }
        if (!item.earlier().isEmpty()) {
            boolean same = MessageDigest.isEqual(
                    item.contentDigest(), item.earlier().get(0).contentDigest());
            return same ? again(item) : conflict(item);
        }
        if (item.twin() != null) {
            // The first of the two was appended just now: only the database knows where.
            return MessageDigest.isEqual(item.contentDigest(), item.twin().contentDigest())
                    ? again(item)
                    : conflict(item);
        }
        List<Receipt> receipts = new ArrayList<>();
        long index = committed.first()[i];
        for (Acceptance.Sealed sealed : item.sealed()) {
            receipts.add(new Receipt(
                    sealed.id(),
                    sealed.to(),
                    ExchangeState.ACCEPTED,
                    new String(sealed.leaf().bytes(), StandardCharsets.UTF_8),
                    committed.view().prove(index++).toText()));
        }
        return new Answer.Accepted(receipts, false);
    }

    private Answer again(Acceptance item) {
        List<City> order = item.submission().to();
        List<ExchangeStore.Row> rows =
                item.earlier().isEmpty() ? reader.exchangesOf(item.submission()) : item.earlier();
        List<Receipt> receipts = rows.stream()
                .sorted(Comparator.comparing((ExchangeStore.Row row) -> order.indexOf(new City(row.toCity()))))
                .map(row -> {
                    LogReader.Proved proved = reader.prove(row.leafIndex());
                    return new Receipt(
                            new ExchangeId(row.id()),
                            new City(row.toCity()),
                            reader.stateOf(row),
                            proved.leaf(),
                            proved.proof());
                })
                .toList();
        return new Answer.Accepted(receipts, true);
    }

    private Answer conflict(Acceptance item) {
        Refusal refusal = Refusal.of(
                Stage.RECEIVE,
                "IDEMPOTENCY_CONFLICT",
                "",
                "this idempotency key was used before with other content or parameters; use a new key for a new message",
                "此幂等键已用于其他内容或参数，请为新消息使用新的键");
        commits.append(effect, List.of(sealer.refuse(item.submission(), refusal)));
        return new Answer.Refused(refusal);
    }
}
