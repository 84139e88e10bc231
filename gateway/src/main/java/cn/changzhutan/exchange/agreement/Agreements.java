package cn.changzhutan.exchange.agreement;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.Outcome;
import cn.changzhutan.exchange.RecordType;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** All agreements, old versions too: what none of them allows is refused. Immutable, thread-safe. */
public final class Agreements {
    private record Lane(City from, City to, RecordType type) {}

    /** An agreement with the last day on which it is used: the end of its period, or the day before the one that replaces it. */
    private record Used(Agreement agreement, LocalDate lastDay) {
        boolean on(LocalDate day) {
            return agreement.isInForce(day) && !day.isAfter(lastDay);
        }
    }

    private final Map<String, Agreement> byId = new TreeMap<>();
    private final Map<String, Agreement> byDigest = new HashMap<>();
    private final Map<Lane, List<Used>> lanes = new HashMap<>();

    /** @throws IllegalArgumentException with all of {@link AgreementRules#conflicts}, if there are any */
    public Agreements(Collection<Agreement> agreements) {
        List<AgreementRules.Conflict> conflicts = AgreementRules.conflicts(agreements);
        if (!conflicts.isEmpty()) {
            throw new IllegalArgumentException(conflicts.toString());
        }
        for (Agreement each : agreements) {
            byId.put(each.id(), each);
            byDigest.put(each.digest(), each);
        }
        for (Agreement each : byId.values()) {
            lanes.computeIfAbsent(new Lane(each.provider(), each.consumer(), each.type()), lane -> new ArrayList<>())
                    .add(new Used(each, AgreementRules.lastDay(each, byId.values())));
        }
        lanes.values().forEach(list -> list.sort(Comparator.comparing(Agreements::sharesSomething)));
    }

    /**
     * The agreement under which {@code from} may send a record of the type to {@code to} for the purpose on that day (Asia/Shanghai),
     * or a refusal: NO_AGREEMENT, PURPOSE_NOT_AGREED, AGREEMENT_NOT_IN_FORCE, NOT_SHARED.
     */
    public Outcome<Agreement> authorise(City from, City to, RecordType type, String purpose, LocalDate on) {
        List<Used> all = lanes.getOrDefault(new Lane(from, to, type), List.of());
        boolean purposeAgreed = false;
        for (Used used : all) {
            boolean shared = sharesSomething(used);
            boolean fits = !shared || used.agreement().purposes().contains(purpose);
            purposeAgreed |= fits;
            if (fits && used.on(on)) {
                return shared ? Outcome.passed(used.agreement()) : AgreementRefusals.notShared(used.agreement());
            }
        }
        if (all.isEmpty()) {
            return AgreementRefusals.noAgreement(from, to, type);
        }
        List<Agreement> candidates = all.stream().map(Used::agreement).toList();
        return purposeAgreed
                ? AgreementRefusals.notInForce(candidates, on)
                : AgreementRefusals.purposeNotAgreed(candidates);
    }

    private static boolean sharesSomething(Used used) {
        return used.agreement().terms().shareClass() != ShareClass.NOT_SHARED;
    }

    /** Any version that a file still holds, in force or not. @param digest hex, as {@link Agreement#digest()} */
    public Optional<Agreement> byDigest(String digest) {
        return Optional.ofNullable(byDigest.get(digest));
    }

    /** A new tree with exactly the agreed fields; it shares its leaves with the record, so neither is to be changed. */
    public JsonNode project(JsonNode record, Agreement agreement) {
        return agreement.projection().cut(record);
    }

    /** Sorted by id. */
    public Collection<Agreement> all() {
        return List.copyOf(byId.values());
    }
}
