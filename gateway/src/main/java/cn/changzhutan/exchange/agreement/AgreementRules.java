package cn.changzhutan.exchange.agreement;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What must hold between agreements, so that each exchange finds at most one. */
public final class AgreementRules {
    /**
     * @param id the agreement whose file must change
     * @param key what in it must change
     */
    public record Conflict(String id, String key, String problem) {
        @Override
        public String toString() {
            return "agreement " + id + ": " + key + ": " + problem;
        }
    }

    private AgreementRules() {}

    /** Ids used twice, replacements that do not fit, and pairs that allow one purpose on the same day. Empty if all is well. */
    public static List<Conflict> conflicts(Collection<Agreement> agreements) {
        List<Conflict> found = new ArrayList<>();
        Map<String, Agreement> byId = new HashMap<>();
        for (Agreement each : agreements) {
            if (byId.putIfAbsent(each.id(), each) != null) {
                found.add(new Conflict(each.id(), "id", "found twice (expected: once)"));
            }
        }
        for (Agreement each : byId.values()) {
            each.terms().replaces().ifPresent(id -> checkReplacement(each, id, byId.get(id), found));
        }
        List<Agreement> ordered = new ArrayList<>(byId.values());
        ordered.sort((a, b) -> a.id().compareTo(b.id()));
        for (int i = 0; i < ordered.size(); i++) {
            for (int j = i + 1; j < ordered.size(); j++) {
                checkOverlap(ordered.get(i), ordered.get(j), ordered, found);
            }
        }
        found.sort((a, b) -> a.id().compareTo(b.id()));
        return found;
    }

    private static void checkReplacement(Agreement newer, String id, Agreement older, List<Conflict> found) {
        if (older == null) {
            found.add(new Conflict(newer.id(), "replaces", "found " + id + " (expected: the id of another agreement)"));
        } else if (!sameLane(newer, older)) {
            found.add(new Conflict(
                    newer.id(),
                    "replaces",
                    "found " + id + " (expected: one of the same provider, consumer and type)"));
        } else if (!newer.terms().validFrom().isAfter(older.terms().validFrom())) {
            found.add(new Conflict(
                    newer.id(),
                    "validFrom",
                    "found " + newer.terms().validFrom() + " (expected: after "
                            + older.terms().validFrom() + ", where " + id + " begins, which it replaces)"));
        }
    }

    private static void checkOverlap(Agreement a, Agreement b, List<Agreement> all, List<Conflict> found) {
        if (!sameLane(a, b) || !shareAPurpose(a, b)) {
            return;
        }
        LocalDate from = max(a.terms().validFrom(), b.terms().validFrom());
        LocalDate until = min(lastDay(a, all), lastDay(b, all));
        if (!from.isAfter(until)) {
            Agreement later = b.terms().validFrom().isBefore(a.terms().validFrom()) ? a : b;
            Agreement earlier = later == a ? b : a;
            found.add(new Conflict(
                    later.id(),
                    "validFrom",
                    "found " + from + ", and until " + until + " " + earlier.id()
                            + " allows the same (expected: one agreement a purpose and day; if this one follows it, say replaces: "
                            + earlier.id() + ")"));
        }
    }

    /** The last day on which the agreement is used: a replacement ends it on the day before its own first. */
    static LocalDate lastDay(Agreement agreement, Collection<Agreement> all) {
        return all.stream()
                .filter(other -> other.terms().replaces().equals(Optional.of(agreement.id())))
                .map(other -> other.terms().validFrom().minusDays(1))
                .reduce(agreement.terms().validUntil(), AgreementRules::min);
    }

    private static boolean shareAPurpose(Agreement a, Agreement b) {
        boolean denies =
                a.terms().shareClass() == ShareClass.NOT_SHARED || b.terms().shareClass() == ShareClass.NOT_SHARED;
        return denies || !Collections.disjoint(a.purposes(), b.purposes());
    }

    private static boolean sameLane(Agreement a, Agreement b) {
        return a.provider().equals(b.provider())
                && a.consumer().equals(b.consumer())
                && a.type().equals(b.type());
    }

    private static LocalDate min(LocalDate a, LocalDate b) {
        return a.isBefore(b) ? a : b;
    }

    private static LocalDate max(LocalDate a, LocalDate b) {
        return a.isAfter(b) ? a : b;
    }
}
