package cn.changzhutan.exchange.pipeline;

import cn.changzhutan.exchange.AuthorisedRecord;
import cn.changzhutan.exchange.CanonicalRecord;
import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.Json;
import cn.changzhutan.exchange.Outcome;
import cn.changzhutan.exchange.Problem;
import cn.changzhutan.exchange.Refusal;
import cn.changzhutan.exchange.Refusal.Stage;
import cn.changzhutan.exchange.Submission;
import cn.changzhutan.exchange.agreement.Agreement;
import cn.changzhutan.exchange.log.Commitments;
import cn.changzhutan.exchange.mapping.Mapping;
import cn.changzhutan.exchange.schema.RecordSchema;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The outbound walk: map, authorise, seal. Each step takes what the step before returned; a refusal goes along untouched and is
 * sealed as a REFUSED leaf. An exchange of the route carries a group. Thread-safe.
 */
public final class OutboundPipeline {
    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    /** One submission and what became of it so far. */
    public record Step<T>(Submission submission, Outcome<T> outcome) {}

    private final Catalogue catalogue;
    private final RecordSealer sealer;
    private final Acceptor acceptor;
    private final DestinationLimit limit;
    private final Clock clock;

    OutboundPipeline(Catalogue catalogue, RecordSealer sealer, Acceptor acceptor, DestinationLimit limit, Clock clock) {
        this.catalogue = catalogue;
        this.sealer = sealer;
        this.acceptor = acceptor;
        this.limit = limit;
        this.clock = clock;
    }

    /** Native form to shared form; schema, code tables, check digits, cross-field rules. */
    public List<Step<CanonicalRecord>> map(List<Submission> submissions) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZONE);
        return submissions.stream()
                .map(submission -> new Step<>(submission, map(submission, today)))
                .toList();
    }

    private Outcome<CanonicalRecord> map(Submission submission, LocalDate today) {
        Optional<RecordSchema> schema = catalogue.schema(submission.type());
        Optional<Mapping> mapping = catalogue.mapping(submission.type());
        if (schema.isEmpty() || mapping.isEmpty()) {
            return Outcome.refused(Refusal.of(
                    Stage.MAP, "TYPE_UNKNOWN", "", "this city has no route for this kind and type", "本市没有此类记录的路由"));
        }
        boolean shared = submission.form() == Submission.Form.SHARED;
        Outcome<Mapping.Draft> draft =
                shared ? parse(submission.content()) : mapping.get().draft(submission.content());
        return draft.then(form -> validated(form, schema.get(), today))
                .then(record -> Outcome.passed(new CanonicalRecord(
                        submission,
                        schema.get().version(),
                        shared
                                ? "shared"
                                : catalogue
                                        .route(submission.type())
                                        .orElseThrow()
                                        .id(),
                        shared ? Catalogue.DIGEST_OF_NOTHING : mapping.get().digest(),
                        record)));
    }

    /** What the mapping found and what the schema finds, together. */
    private static Outcome<JsonNode> validated(Mapping.Draft draft, RecordSchema schema, LocalDate today) {
        List<Problem> problems = new ArrayList<>(draft.problems());
        schema.validate(draft.shared(), today).stream()
                .filter(problem -> !draft.marked().contains(problem.pointer()))
                .forEach(problems::add);
        return problems.isEmpty() ? Outcome.passed(draft.shared()) : Outcome.refused(new Refusal(Stage.MAP, problems));
    }

    private static Outcome<Mapping.Draft> parse(byte[] content) {
        try {
            return Outcome.passed(new Mapping.Draft(Json.parse(content), List.of(), Set.of()));
        } catch (Json.MalformedException e) {
            return Outcome.refused(Refusal.of(
                    Stage.MAP,
                    "MALFORMED",
                    "",
                    "the body is not one strict JSON value: " + e.getMessage(),
                    "内容不是合法的 JSON"));
        }
    }

    /** Agreement and projection, one authorised record a destination; one destination refused refuses the submission. */
    public List<Step<List<AuthorisedRecord>>> authorise(List<Step<CanonicalRecord>> group) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZONE);
        return group.stream()
                .map(step -> new Step<>(step.submission(), step.outcome().then(record -> authorise(record, today))))
                .toList();
    }

    private Outcome<List<AuthorisedRecord>> authorise(CanonicalRecord record, LocalDate today) {
        Submission submission = record.submission();
        if (catalogue.subjects(submission.type(), record.record()).size() > Commitments.MAX_PERSONS) {
            return Outcome.refused(Refusal.of(
                    Stage.AUTHORISE,
                    "TOO_MANY_PERSONS",
                    "",
                    "at most " + Commitments.MAX_PERSONS + " persons in one record; split it",
                    "一条记录最多 " + Commitments.MAX_PERSONS + " 人，请拆分"));
        }
        List<AuthorisedRecord> authorised = new ArrayList<>();
        for (City to : submission.to()) {
            Outcome<Agreement> outcome = catalogue
                    .agreements()
                    .authorise(submission.from(), to, submission.type(), submission.purpose(), today);
            if (outcome instanceof Outcome.Refused<Agreement> refused) {
                return Outcome.refused(refused.refusal());
            }
            Agreement agreement = ((Outcome.Passed<Agreement>) outcome).value();
            authorised.add(new AuthorisedRecord(
                    record,
                    to,
                    agreement.id(),
                    agreement.digest(),
                    agreement.fieldsDigest(),
                    agreement.lawfulBasis().name(),
                    catalogue.agreements().project(record.record(), agreement)));
        }
        return Outcome.passed(List.copyOf(authorised));
    }

    /**
     * Encrypts, and asks for the append in a group commit.
     *
     * @return gives the answers once the commit is confirmed and the checkpoint signed; throws LogUnavailableException if the log
     *     cannot commit
     * @throws OverCapacityException if the log or a destination has no room
     */
    public Supplier<List<Answer>> seal(List<Step<List<AuthorisedRecord>>> group) {
        Set<City> destinations = new HashSet<>();
        group.forEach(step -> destinations.addAll(step.submission().to()));
        limit.require(destinations);
        List<Acceptance> acceptances = new ArrayList<>(group.size());
        for (Step<List<AuthorisedRecord>> step : group) {
            acceptances.add(
                    step.outcome() instanceof Outcome.Refused<List<AuthorisedRecord>> refused
                            ? sealer.refuse(step.submission(), refused.refusal())
                            : sealer.seal(((Outcome.Passed<List<AuthorisedRecord>>) step.outcome()).value()));
        }
        return acceptor.accept(acceptances);
    }
}
