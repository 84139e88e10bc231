package cn.changzhutan.exchange.api;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.ExchangeId;
import cn.changzhutan.exchange.pipeline.Answer;
import cn.changzhutan.exchange.pipeline.BackOffice;
import cn.changzhutan.exchange.pipeline.Delivery;
import cn.changzhutan.exchange.pipeline.ExchangeState;
import cn.changzhutan.exchange.pipeline.Receipt;
import cn.changzhutan.exchange.pipeline.ReturnReason;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;

/** The shapes of the answers, member by member as openapi.yaml describes them. */
final class Answers {
    private Answers() {}

    /** @param leaf exact text of the log entry; @param proof C2SP tlog-proof, its checkpoint included */
    record Evidence(String leaf, String proof) {}

    record Sent(ExchangeId exchange, City to, ExchangeState state, Evidence receipt) {
        static Sent of(Receipt receipt) {
            return new Sent(
                    receipt.exchange(), receipt.to(), receipt.state(), new Evidence(receipt.leaf(), receipt.proof()));
        }
    }

    record Accepted(String messageId, boolean repeated, List<Sent> exchanges) {
        static Accepted of(String messageId, Answer.Accepted accepted) {
            return new Accepted(
                    messageId,
                    accepted.repeated(),
                    accepted.receipts().stream().map(Sent::of).toList());
        }
    }

    /** One result of a batch: either exchanges or a problem. @param id null if the line had no readable id */
    record Line(int line, String id, int status, Boolean repeated, List<Sent> exchanges, ProblemBody problem) {
        static Line accepted(int line, Accepted accepted) {
            return new Line(line, accepted.messageId(), 202, accepted.repeated(), accepted.exchanges(), null);
        }

        static Line refused(int line, String id, ProblemBody problem) {
            return new Line(line, id, problem.status(), null, null, problem);
        }
    }

    record Returned(String code, String text) {
        static Returned of(ReturnReason reason) {
            return new Returned(reason.code(), reason.text());
        }
    }

    record Exchange(
            ExchangeId exchange,
            City from,
            City to,
            String kind,
            String type,
            String messageId,
            ExchangeState state,
            Instant acceptedAt,
            Instant closedAt,
            Returned returned,
            @JsonProperty("final") boolean isFinal,
            Evidence receipt) {
        static Exchange of(BackOffice.View view) {
            return new Exchange(
                    view.exchange(),
                    view.from(),
                    view.to(),
                    view.type().kind(),
                    view.type().type(),
                    view.messageId().isEmpty() ? null : view.messageId(),
                    view.state(),
                    view.acceptedAt(),
                    view.closedAt().orElse(null),
                    view.returned().map(Returned::of).orElse(null),
                    view.isFinal(),
                    new Evidence(view.leaf(), view.proof()));
        }
    }

    record Outcome(
            ExchangeId exchange,
            City to,
            String kind,
            String type,
            String messageId,
            ExchangeState state,
            Instant closedAt,
            Returned returned) {
        static Outcome of(BackOffice.Closed closed) {
            return new Outcome(
                    closed.exchange(),
                    closed.to(),
                    closed.type().kind(),
                    closed.type().type(),
                    closed.messageId(),
                    closed.state(),
                    closed.closedAt(),
                    closed.returned().map(Returned::of).orElse(null));
        }
    }

    /** @param content the exact bytes of the native document, base64 in JSON: its charset need not be UTF-8 */
    record NativeForm(String mediaType, byte[] content) {}

    record InboxItem(
            ExchangeId exchange,
            City from,
            String kind,
            String type,
            String purpose,
            Instant sourceTime,
            JsonNode record,
            NativeForm nativeForm) {
        static InboxItem of(Delivery delivery) {
            return new InboxItem(
                    delivery.exchange(),
                    delivery.from(),
                    delivery.type().kind(),
                    delivery.type().type(),
                    delivery.purpose(),
                    delivery.sourceTime(),
                    delivery.record(),
                    new NativeForm(delivery.mediaType(), delivery.content()));
        }
    }

    record Page<T>(List<T> items, String next) {}

    record Effect(ExchangeId exchange, BackOffice.Effect effect) {}

    record Effects(List<Effect> results) {}
}
