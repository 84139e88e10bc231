package cn.changzhutan.exchange.api;

import cn.changzhutan.exchange.ExchangeId;
import cn.changzhutan.exchange.audit.Auditor;
import cn.changzhutan.exchange.audit.GroupBy;
import cn.changzhutan.exchange.audit.Item;
import cn.changzhutan.exchange.audit.Tracker;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The shapes of the answers to auditors and the citizen portal. Log indexes, sizes and amounts are decimal texts. */
final class AuditAnswers {
    private AuditAnswers() {}

    record Entry(
            String index,
            Instant time,
            String event,
            ExchangeId exchange,
            String from,
            String to,
            String system,
            String peerSystem,
            String kind,
            String type,
            String purpose,
            String lawfulBasis,
            String agreement,
            String outcome,
            String code,
            String amount,
            Instant closedAt,
            Acting acting,
            Asked asked) {
        static Entry of(Item item) {
            return new Entry(
                    Long.toString(item.index()),
                    item.time(),
                    item.fact("event"),
                    item.exchange().orElse(null),
                    text(item.from()),
                    text(item.to()),
                    text(item.fact("system")),
                    text(item.fact("peerSystem")),
                    text(item.fact("kind")),
                    text(item.fact("type")),
                    text(item.fact("purpose")),
                    text(item.fact("lawfulBasis")),
                    text(item.fact("agreement")),
                    text(item.fact("outcome")),
                    text(item.fact("code")),
                    decimal(item.amount()),
                    item.closedAt().orElse(null),
                    item.actor().map(Acting::of).orElse(null),
                    item.asked()
                            .map(asked -> new Asked(asked.user(), asked.reason()))
                            .orElse(null));
        }
    }

    /** Who acted for whom; opened from the side row. */
    record Acting(String officer, @JsonProperty("case") String caseNumber, String onBehalfOf, List<String> persons) {
        static Acting of(Item.Actor actor) {
            return new Acting(
                    actor.officer().orElse(null),
                    actor.caseNumber().orElse(null),
                    actor.onBehalfOf().orElse(null),
                    actor.persons());
        }
    }

    record Asked(String user, String reason) {}

    record Found(List<Entry> items, String next, String indexed, String logSize, String entry) {
        static Found of(Auditor.Found found) {
            return new Found(
                    found.items().stream().map(Entry::of).toList(),
                    found.next().orElse(null),
                    Long.toString(found.reach().indexed()),
                    Long.toString(found.reach().logSize()),
                    Long.toString(found.entry()));
        }
    }

    record Group(Map<String, String> group, long count, String amount) {}

    record Counts(List<Group> groups, boolean complete, String indexed, String logSize, String entry) {
        static Counts of(Auditor.Counts counts, List<GroupBy> by) {
            return new Counts(
                    counts.groups().stream().map(group -> group(group, by)).toList(),
                    counts.complete(),
                    Long.toString(counts.reach().indexed()),
                    Long.toString(counts.reach().logSize()),
                    Long.toString(counts.entry()));
        }

        private static Group group(Auditor.Counted counted, List<GroupBy> by) {
            Map<String, String> group = new LinkedHashMap<>();
            for (int i = 0; i < by.size(); i++) {
                group.put(by.get(i).name(), counted.keys().get(i));
            }
            return new Group(group, counted.count(), decimal(counted.amount()));
        }
    }

    record Body(String city, String system, String nameZh, String nameEn) {}

    record Usage(
            String day,
            Tracker.Action action,
            String kind,
            String type,
            Body body,
            String purpose,
            String lawfulBasis,
            long count,
            Instant first,
            Instant last) {
        static Usage of(Tracker.Usage usage) {
            Tracker.Body body = usage.body();
            return new Usage(
                    usage.day().toString(),
                    usage.action(),
                    text(usage.kind()),
                    text(usage.type()),
                    new Body(body.city(), text(body.system()), text(body.nameZh()), text(body.nameEn())),
                    text(usage.purpose()),
                    text(usage.lawfulBasis()),
                    usage.count(),
                    usage.first(),
                    usage.last());
        }
    }

    record Usages(List<Usage> items, String next, List<String> hiddenBy, String indexed, String logSize, String entry) {
        static Usages of(Tracker.Usages usages) {
            return new Usages(
                    usages.items().stream().map(Usage::of).toList(),
                    usages.next().orElse(null),
                    usages.hiddenBy(),
                    Long.toString(usages.reach().indexed()),
                    Long.toString(usages.reach().logSize()),
                    Long.toString(usages.entry()));
        }
    }

    private static String text(String text) {
        return text.isEmpty() ? null : text;
    }

    private static String decimal(Optional<BigDecimal> amount) {
        return amount.map(BigDecimal::toPlainString).orElse(null);
    }
}
