package cn.changzhutan.exchange.audit;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.ExchangeId;
import cn.changzhutan.exchange.Json;
import cn.changzhutan.exchange.SettingsException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Asks the other cities' gateways with the token that each made for this one. Thread-safe. */
public final class HttpPeerStatements implements PeerStatements {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int MAX_BYTES = 4 << 20;

    /** @param url of the gateway, without a path @param token read when it is needed */
    public record Access(URI url, Supplier<String> token) {}

    private final Map<City, Access> accesses;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    /** @param accesses of the cities that can be called */
    public HttpPeerStatements(Map<City, Access> accesses) {
        this.accesses = Map.copyOf(accesses);
    }

    @Override
    public Statement of(City peer, BusinessDay day) throws PeerUnavailableException {
        JsonNode json = get(peer, "/api/v1/reconciliation/statement?day=" + day);
        try {
            Statement statement = StatementJson.read(json);
            if (statement.city().equals(peer) && statement.day().equals(day)) {
                return statement;
            }
            throw new PeerUnavailableException("ANOTHER_STATEMENT");
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new PeerUnavailableException("MALFORMED", e);
        }
    }

    @Override
    public List<StatementItem> items(City peer, BusinessDay day, Statement.Key key, Optional<ExchangeId> after)
            throws PeerUnavailableException {
        JsonNode json = get(
                peer,
                "/api/v1/reconciliation/exchanges?day=" + day + "&flow=" + key.flow() + "&kind="
                        + key.type().kind() + "&type=" + key.type().type() + "&limit=" + Reconciliations.PAGE
                        + after.map(id -> "&after=" + id).orElse(""));
        try {
            return StatementJson.readItems(json, after);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new PeerUnavailableException("MALFORMED", e);
        }
    }

    private static String token(Access access) throws PeerUnavailableException {
        try {
            return access.token().get();
        } catch (SettingsException e) {
            throw new PeerUnavailableException("TOKEN_UNREADABLE", e);
        }
    }

    private JsonNode get(City peer, String path) throws PeerUnavailableException {
        Access access = accesses.get(peer);
        if (access == null) {
            throw new PeerUnavailableException("NOT_CONFIGURED");
        }
        HttpRequest request = HttpRequest.newBuilder(access.url().resolve(path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token(access))
                .header("Accept", "application/json")
                .build();
        try {
            HttpResponse<InputStream> answer = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                if (answer.statusCode() != 200) {
                    throw new PeerUnavailableException("HTTP_" + answer.statusCode());
                }
                byte[] bytes = body.readNBytes(MAX_BYTES + 1);
                if (bytes.length > MAX_BYTES) {
                    throw new PeerUnavailableException("TOO_LARGE");
                }
                return Json.parse(bytes);
            }
        } catch (Json.MalformedException e) {
            throw new PeerUnavailableException("MALFORMED", e);
        } catch (IOException e) {
            throw new PeerUnavailableException("UNREACHABLE", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PeerUnavailableException("INTERRUPTED", e);
        }
    }
}
