package cn.changzhutan.exchange.api;

import cn.changzhutan.exchange.Submission;
import cn.changzhutan.exchange.SystemName;
import cn.changzhutan.exchange.api.SendingRoutes.SendingRoute;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** Everything of a sending call but its body: read and checked before the first byte of the body is. */
record SendingCall(
        ApiSettings settings,
        SystemName caller,
        Destinations destinations,
        SendingRoute route,
        ExchangeHeaders headers) {

    static SendingCall of(HttpServletRequest request, ApiSettings settings, SendingRoutes routes, DoorLog door) {
        SystemName caller = Requests.caller(request);
        Destinations destinations = Destinations.of(QueryParameters.of(request, Destinations.PARAMETERS), settings);
        SendingRoute route = routes.find(destinations.type())
                .orElseThrow(() -> QueryParameters.invalid("kind, type", "a type that this city sends", "本市可发送的数据类型"));
        if (!route.sender().equals(caller)) {
            door.refused(caller, destinations.type(), destinations.to(), ProblemCode.NOT_YOUR_TYPE);
            throw ApiProblem.of(
                    ProblemCode.NOT_YOUR_TYPE,
                    "",
                    "only the system that the route file names may send this type",
                    "只有路由文件指定的系统可以发送此类数据");
        }
        return new SendingCall(settings, caller, destinations, route, ExchangeHeaders.of(request));
    }

    /** @param caseOfRecord the case of this record, where it has one of its own */
    Submission submission(String messageId, Optional<String> caseOfRecord, Submission.Form form, byte[] content) {
        return new Submission(
                settings.city(),
                caller,
                destinations.type(),
                destinations.to(),
                headers.purpose(),
                caseOfRecord.or(headers::caseNumber),
                headers.officer(),
                headers.onBehalfOf(),
                messageId,
                form,
                content);
    }
}
