package cn.changzhutan.exchange.api;

import static org.assertj.core.api.Assertions.assertThat;

import cn.changzhutan.exchange.witness.WitnessAnswer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WitnessTest {
    private static final String HASH = "0123456789abcdef".repeat(4);

    private final ApiServer server = ApiServer.fresh();

    @ParameterizedTest
    @CsvSource({
        "200, text/plain; charset=utf-8, — w line",
        "404, text/plain; charset=utf-8, this log is not witnessed here",
        "409, text/x.tlog.size, 20852014"
    })
    void answersOfTheProtocol_comeWithoutToken_asTheyAre(int status, String mediaType, String body) {
        server.witness = asked -> new WitnessAnswer(status, mediaType, body + "\n");

        var reply = Wire.call(server, "POST", "/witness/add-checkpoint")
                .body("application/octet-stream", "old 0\n")
                .send();

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.headers().get("content-type").replace(" ", "").toLowerCase(java.util.Locale.ROOT))
                .isEqualTo(mediaType.replace(" ", ""));
        assertThat(reply.text()).isEqualTo(body + "\n");
        assertThat(reply.headers().get("cache-control")).isEqualTo("no-store");
    }

    @Test
    void bodyOfTheRequest_reachesTheWitnessByteForByte() {
        server.witness = asked -> new WitnessAnswer(200, "text/plain", asked);

        assertThat(Wire.call(server, "POST", "/witness/add-checkpoint")
                        .body("text/plain", "old 0\n\n— é\n")
                        .send()
                        .text())
                .isEqualTo("old 0\n\n— é\n");
    }

    @Test
    void newestCheckpoint_isShownToAll() {
        server.witness = asked -> new WitnessAnswer(200, "text/plain", asked);

        var reply = Wire.call(server, "GET", "/witness/checkpoint/" + HASH).send();

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text()).isEqualTo(HASH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "0123456789ABCDEF", "/../../api/v1/inbox"})
    void whatIsNoHash_isClosedWithoutToken(String hash) {
        assertThat(Wire.call(server, "GET", "/witness/checkpoint/" + hash)
                        .send()
                        .status())
                .isIn(400, 401);
    }
}
