package cn.changzhutan.exchange.log;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How many witnesses of which groups must have cosigned (C2SP tlog-policy). Immutable and thread-safe.
 *
 * @param name of a witness or a group, or {@value #NONE}
 * @param groups by name; a group names only witnesses and earlier groups, so there are no circles
 */
record Quorum(String name, Map<String, Group> groups) {
    static final String NONE = "none";

    /** @param threshold of the members that must have cosigned */
    record Group(int threshold, List<String> members) {}

    Quorum {
        groups = Map.copyOf(groups);
    }

    /** When it was complete; empty if it is not. {@link Instant#EPOCH} where the policy asks for no witness. */
    Optional<Instant> completeAt(SortedMap<String, Instant> witnesses) {
        return name.equals(NONE) ? Optional.of(Instant.EPOCH) : completeAt(name, witnesses);
    }

    private Optional<Instant> completeAt(String member, SortedMap<String, Instant> witnesses) {
        Group group = groups.get(member);
        if (group == null) {
            return Optional.ofNullable(witnesses.get(member));
        }
        List<Instant> times = group.members().stream()
                .flatMap(each -> completeAt(each, witnesses).stream())
                .sorted()
                .toList();
        return times.size() < group.threshold() ? Optional.empty() : Optional.of(times.get(group.threshold() - 1));
    }

    /** Collects what a policy file says, in its order. */
    static final class Builder {
        private final Map<String, Group> groups = new TreeMap<>();

        void group(String name, int threshold, List<String> members) {
            groups.put(name, new Group(threshold, List.copyOf(members)));
        }

        boolean has(String name) {
            return groups.containsKey(name);
        }

        Quorum build(String name) {
            return new Quorum(name, groups);
        }
    }
}
