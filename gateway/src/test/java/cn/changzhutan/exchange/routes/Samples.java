package cn.changzhutan.exchange.routes;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.ExchangeId;
import cn.changzhutan.exchange.RecordType;
import cn.changzhutan.exchange.Refusal;
import cn.changzhutan.exchange.RouteDefinition;
import cn.changzhutan.exchange.Submission;
import cn.changzhutan.exchange.SystemName;
import cn.changzhutan.exchange.pipeline.Answer;
import cn.changzhutan.exchange.pipeline.Delivery;
import cn.changzhutan.exchange.pipeline.ExchangeState;
import cn.changzhutan.exchange.pipeline.Receipt;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Synthetic things that the tests of this package hand around. */
final class Samples {
    static final City CHANGSHA = new City("changsha");
    static final City ZHUZHOU = new City("zhuzhou");
    static final City XIANGTAN = new City("xiangtan");
    static final SystemName SYSTEM = new SystemName("zhuzhou-pension");
    static final RecordType PENSION = new RecordType("pension", "PARTICIPATION");
    static final RecordType HOUSEHOLD = new RecordType("household", "MIGRATION_CERTIFICATE");
    static final String NAME = "𠮷䶮·买买提";

    private Samples() {}

    static RouteDefinition route(RecordType type) {
        return new RouteDefinition(ZHUZHOU, type, Path.of("."), SYSTEM, SYSTEM, List.of("/citizenId"), "", "");
    }

    static Submission submission(String messageId, RecordType type) {
        return new Submission(
                ZHUZHOU,
                SYSTEM,
                type,
                List.of(CHANGSHA),
                "PENSION_TRANSFER",
                Optional.empty(),
                "zz-0731",
                Optional.empty(),
                messageId,
                Submission.Form.NATIVE,
                new byte[0]);
    }

    static ExchangeId exchange() {
        return ExchangeId.next(Clock.systemUTC());
    }

    static Answer accepted(ExchangeId exchange) {
        return new Answer.Accepted(
                List.of(new Receipt(exchange, CHANGSHA, ExchangeState.ACCEPTED, "{}", "proof")), false);
    }

    static Answer refused(String code) {
        return new Answer.Refused(Refusal.of(Refusal.Stage.MAP, code, "/citizenId", "check, the \"digit\"", "请核对校验码"));
    }

    static Delivery delivery() {
        return new Delivery(
                exchange(),
                CHANGSHA,
                PENSION,
                "PENSION_TRANSFER",
                Instant.parse("2026-11-22T01:02:03Z"),
                JsonNodeFactory.instance.objectNode(),
                ("{\"name\":\"" + NAME + "\"}").getBytes(StandardCharsets.UTF_8),
                "application/json;charset=UTF-8",
                "json");
    }
}
