package cn.changzhutan.exchange.settings;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.RecordType;
import cn.changzhutan.exchange.SettingsProblems;
import cn.changzhutan.exchange.agreement.Agreement;
import cn.changzhutan.exchange.agreement.AgreementRules;
import cn.changzhutan.exchange.agreement.LawfulBasis;
import cn.changzhutan.exchange.agreement.ShareClass;
import cn.changzhutan.exchange.agreement.Terms;
import cn.changzhutan.exchange.settings.YamlMap.Located;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Reads config/agreements: one file an agreement, named after its id. Not thread-safe. */
final class AgreementsReader {
    /** An agreement with its file, for problems that show only beside other files. */
    record Defined(Agreement agreement, YamlMap map) {}

    private static final Form<Long> DAYS = Form.whole(1, 60);

    private final Form<City> city;
    private final Map<RecordType, Set<String>> fieldsOf;
    private final List<Defined> defined = new ArrayList<>();
    private boolean broken;

    /** @param fieldsOf the fields of every released type */
    AgreementsReader(Set<City> cities, Map<RecordType, Set<String>> fieldsOf) {
        this.city = Form.known(
                "a city of config/cities", cities.stream().map(City::name).toList(), City::new);
        this.fieldsOf = fieldsOf;
    }

    List<Defined> defined() {
        return defined;
    }

    void read(ConfigFile file, SettingsProblems all) {
        FileProblems problems = new FileProblems(file.path().toString(), all);
        if (!Form.AGREEMENT.takes(file.stem())) {
            problems.add(0, "found " + file.stem() + " as a name (expected: " + Form.AGREEMENT.expected() + ")");
            return;
        }
        YamlFile.read(file.path(), problems)
                .ifPresent(map -> terms(file.stem(), map)
                        .ifPresent(terms -> defined.add(new Defined(new Agreement(terms), map))));
        broken |= problems.count() > 0 || fieldsOf.isEmpty();
    }

    /** True if a file could not be read whole: then what seems unused may be named there. */
    boolean broken() {
        return broken;
    }

    private Optional<Terms> terms(String id, YamlMap map) {
        City provider = map.required("provider", city);
        City consumer = map.required("consumer", city);
        RecordType type = RecordTypeKeys.read(map, fieldsOf.keySet()).orElse(null);
        ShareClass shareClass = map.required("shareClass", Form.oneOf(ShareClass.class));
        LawfulBasis basis = map.required("lawfulBasis", Form.oneOf(LawfulBasis.class));
        String reference = map.required("legalReference", Form.text(300));
        LocalDate from = map.required("validFrom", Form.DATE);
        LocalDate until = map.required("validUntil", Form.DATE);
        Long reply = map.required("replyWorkingDays", DAYS);
        Long correction = map.required("correctionWorkingDays", DAYS);
        String replaces = map.optional("replaces", null, Form.AGREEMENT);
        boolean shares = shareClass != ShareClass.NOT_SHARED;
        SortedSet<String> purposes = values(shares ? map.list("purposes", Form.PURPOSE) : List.of());
        SortedSet<String> fields = shares ? fields(map, type) : new TreeSet<>();
        for (String key : shares ? List.<String>of() : List.of("purposes", "fields")) {
            if (map.has(key)) {
                map.problem(key, "found for NOT_SHARED (expected: none)");
            }
        }
        if (provider != null && provider.equals(consumer)) {
            map.problem("consumer", "found " + consumer + " (expected: another city than the provider)");
        }
        if (from != null && until != null && !until.isAfter(from)) {
            map.problem("validUntil", "found " + until + " (expected: after validFrom " + from + ")");
        }
        if (basis == LawfulBasis.CONSENT && type != null && shares && !fields.contains("consentId")) {
            map.problem("lawfulBasis", "found CONSENT (expected: consentId among the fields, as its evidence)");
        }
        if (!map.finish() || type == null) {
            return Optional.empty();
        }
        return Optional.of(new Terms(
                id,
                provider,
                consumer,
                type,
                purposes,
                fields,
                from,
                until,
                basis,
                reference,
                shareClass,
                reply.intValue(),
                correction.intValue(),
                Optional.ofNullable(replaces)));
    }

    /** Every field must be one of the schema's, and not a group of others: an agreement names each value that leaves the city. */
    private SortedSet<String> fields(YamlMap map, RecordType type) {
        if (type == null) {
            map.has("fields");
            return new TreeSet<>();
        }
        Set<String> known = fieldsOf.get(type);
        SortedSet<String> values = new TreeSet<>(known);
        values.removeIf(each -> known.stream().anyMatch(other -> other.startsWith(each + "/")));
        return values(map.list("fields", Form.known("a field of " + type, values)));
    }

    private static SortedSet<String> values(List<Located<String>> items) {
        return items.stream().map(Located::value).collect(Collectors.toCollection(TreeSet::new));
    }

    /** What shows only when all agreements are known; to be called last. */
    void checkTogether() {
        List<Agreement> all = defined.stream().map(Defined::agreement).toList();
        for (AgreementRules.Conflict conflict : AgreementRules.conflicts(all)) {
            defined.stream()
                    .filter(each -> each.agreement().id().equals(conflict.id()))
                    .forEach(each -> each.map().problem(conflict.key(), conflict.problem()));
        }
    }
}
