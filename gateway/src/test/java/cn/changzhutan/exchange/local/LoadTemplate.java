package cn.changzhutan.exchange.local;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.Outcome;
import cn.changzhutan.exchange.local.Sample.End;
import cn.changzhutan.exchange.mapping.MalformedException;
import cn.changzhutan.exchange.mapping.Mapping;
import cn.changzhutan.exchange.settings.Settings;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A golden sample of which as many different records are made as a load needs: other persons, with valid check digits, and other
 * households, so that ordering keys differ; of things with revisions, other things and rising revisions.
 *
 * @param to every city that may get it
 * @param shared the record in the shared form
 */
record LoadTemplate(Sample sample, SortedSet<City> to, ObjectNode shared) {
    private static final Charset BYTES = StandardCharsets.ISO_8859_1;
    private static final Pattern ID = Pattern.compile("(?<![0-9A-Za-z])[0-9]{17}[0-9Xx](?![0-9A-Za-z])");
    private static final int DIVISIONS = 99;
    private static final int PERSONS = 400;

    /** What every city of the configuration may send, to be delivered or, about an unknown person, to be returned. */
    static List<LoadTemplate> all(Settings settings, List<LocalCity> cities) throws IOException {
        Map<String, LoadTemplate> all = new LinkedHashMap<>();
        for (Sample sample : DemoSamples.of(settings, cities, true)) {
            if (sample.ends().contains(End.REFUSED)) {
                continue;
            }
            String one = sample.from().city() + " " + sample.type() + " " + sample.name() + " " + sample.purpose();
            LoadTemplate template = all.get(one);
            if (template == null) {
                Mapping mapping = settings.mapping(sample.from().city(), sample.type());
                template = new LoadTemplate(sample, new TreeSet<>(), toShared(mapping, sample));
                all.put(one, template);
            }
            template.to().add(sample.to());
        }
        return new ArrayList<>(all.values());
    }

    private static ObjectNode toShared(Mapping mapping, Sample sample) throws IOException {
        try {
            byte[] first = mapping.split(sample.content()).get(0);
            if (mapping.toShared(first) instanceof Outcome.Passed<JsonNode> passed) {
                return (ObjectNode) passed.value();
            }
        } catch (MalformedException e) {
            throw new IOException(sample + " cannot be read", e);
        }
        throw new IOException(sample + " cannot be mapped");
    }

    boolean isReturned() {
        return sample.ends().contains(End.RETURNED);
    }

    /** Whether it has revisions: then it is made in the shared form alone. */
    boolean isRevised() {
        return shared.has("revision");
    }

    /** The {@code number}th record in the city's own form. */
    byte[] nativeForm(int number) {
        return varied(new String(sample.content(), BYTES), number).getBytes(BYTES);
    }

    /** The {@code number}th record in the shared form, on one line. @param source of the things that have revisions; one at a time may use it */
    byte[] sharedForm(int number, String source) {
        ObjectNode record = shared.deepCopy();
        if (isRevised()) {
            record.put("listingNo", source + "〔" + number % 7 + "〕");
            record.put("revision", number / 7 + 1);
        }
        return varied(record.toString(), number).getBytes(StandardCharsets.UTF_8);
    }

    private String varied(String text, int number) {
        String household = shared.path("householdNo").asText();
        String changed = household.matches("[0-9]{13}")
                ? text.replace(household, household.substring(0, 6) + String.format("%07d", number % 10_000_000))
                : text;
        return ID.matcher(changed)
                .results()
                .map(MatchResult::group)
                .filter(id -> UnknownPerson.checkDigit(id.substring(0, 17)) == Character.toUpperCase(id.charAt(17)))
                .findFirst()
                .map(id -> changed.replace(id, person(id, number)))
                .orElse(changed);
    }

    /** Birth date and sex stay as they are; the unknown person stays unknown. */
    private String person(String id, int number) {
        int sex = (id.charAt(16) - '0') % 2;
        String sequence = isReturned()
                ? id.substring(14, 17)
                : String.format("%03d", 2 * (1 + number / DIVISIONS % PERSONS) + sex);
        String seventeen =
                id.substring(0, 4) + String.format("%02d", 1 + number % DIVISIONS) + id.substring(6, 14) + sequence;
        char digit = UnknownPerson.checkDigit(seventeen);
        return seventeen + (Character.isLowerCase(id.charAt(17)) ? Character.toLowerCase(digit) : digit);
    }
}
