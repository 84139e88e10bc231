package cn.changzhutan.exchange.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogFilesTest {
    private ApiServer server;

    @BeforeEach
    void fresh() {
        server = ApiServer.fresh();
    }

    @Test
    void checkpoint_openToAllAndNotKeptForLong() {
        var reply = Wire.call(server, "GET", "/log/checkpoint").send();

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.headers().get("content-type")).isEqualToIgnoringCase("text/plain;charset=utf-8");
        assertThat(reply.headers().get("cache-control")).isEqualTo("max-age=1, public");
        assertThat(reply.whole()).containsOnlyOnce("Cache-Control");
        assertThat(reply.text()).isEqualTo("changsha.example/log\n300\n");
    }

    @Test
    void cosignedCheckpoint_openToAll() {
        var reply = Wire.call(server, "GET", "/log/cosigned?over=299").send();

        assertThat(reply.text()).isEqualTo("cosigned\n");
        assertThat(reply.headers().get("cache-control")).isEqualTo("max-age=1, public");
    }

    @Test
    void evidence_forItsSystemAndForAuditorsWithTheirReason() {
        String path = "/api/v1/exchanges/" + ApiServer.EVIDENCE + "/evidence";

        var own = Wire.call(server, "GET", path).token(ApiServer.PENSION).send();
        var audit = Wire.call(server, "GET", path)
                .token(ApiServer.AUDITOR)
                .header("Audit-Reason", "%E6%8A%95%E8%AF%89")
                .send();

        assertThat(own.headers().get("content-type")).isEqualTo("application/zip");
        assertThat(own.headers().get("cache-control")).isEqualTo("no-store");
        assertThat(own.headers().get("content-disposition")).contains("evidence-" + ApiServer.EVIDENCE + ".zip");
        assertThat(own.text()).isEqualTo("changsha-pension -");
        assertThat(audit.text()).isEqualTo("changsha-auditor 投诉");
    }

    @ParameterizedTest
    @CsvSource({
        "/log/tile/0/000, 0/0/256",
        "/log/tile/0/000.p/1, 0/0/1",
        "/log/tile/0/001.p/44, 0/1/44",
        "/log/tile/1/000.p/1, 1/0/1",
        "/log/tile/63/000.p/255, 63/0/255"
    })
    void hashTile_openToAllAndKeptForEver(String path, String content) {
        var reply = Wire.call(server, "GET", path).send();

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.headers().get("content-type")).isEqualTo("application/octet-stream");
        assertThat(reply.headers().get("cache-control")).isEqualTo("max-age=31536000, public, immutable");
        assertThat(reply.text()).isEqualTo(content);
    }

    @Test
    void entries_keptByTheCallerAlone() {
        var reply = Wire.call(server, "GET", "/log/tile/entries/001.p/44")
                .token(ApiServer.AUDITOR)
                .send();

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.headers().get("cache-control")).isEqualTo("max-age=31536000, private, immutable");
        assertThat(reply.text()).isEqualTo("-1/1/44");
    }

    /** With a token they are not found; without one not even that is said, for only the one spelling is open. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/log/tile/",
                "/log/tile/0",
                "/log/tile/00/000",
                "/log/tile/64/000",
                "/log/tile/-1/000",
                "/log/tile/0/0",
                "/log/tile/0/0000",
                "/log/tile/0/x000/000",
                "/log/tile/0/x001/x000/x000/x000/x000/x000/000",
                "/log/tile/0/000.p/0",
                "/log/tile/0/000.p/01",
                "/log/tile/0/000.p/256",
                "/log/tile/0/000.p/999",
                "/log/tile/0/000.p",
                "/log/tile/0/000/1",
                "/log/tile/0/00%30"
            })
    void otherSpelling_notFound(String path) {
        assertThat(Wire.call(server, "GET", path)
                        .token(ApiServer.AUDITOR)
                        .send()
                        .status())
                .isEqualTo(404);
        assertThat(Wire.call(server, "GET", path).send().status()).isEqualTo(401);
    }

    @Test
    void indexOfMillions_readInGroupsOfThree() {
        assertThat(TilePath.parse("0/x001/x234/067")).hasValue(new TilePath(0, 1_234_067, 256));
        assertThat(TilePath.parse("entries/x001/000.p/7")).hasValue(new TilePath(TilePath.ENTRIES, 1_000, 7));
    }

    @Test
    void checkpoints_inPagesWithDecimalSizes() {
        var first = Wire.call(server, "GET", "/log/checkpoints?limit=1")
                .token(ApiServer.AUDITOR)
                .send();
        var second = Wire.call(server, "GET", "/log/checkpoints?after=7")
                .token(ApiServer.AUDITOR)
                .send();
        var third = Wire.call(server, "GET", "/log/checkpoints?after=300")
                .token(ApiServer.AUDITOR)
                .send();

        assertThat(first.text())
                .isEqualTo("{\"items\":[{\"size\":\"7\",\"note\":\"changsha.example/log\\n7\\n\"}],\"next\":\"7\"}");
        assertThat(second.json().at("/items/0/size").asText()).isEqualTo("300");
        assertThat(second.json().at("/items/0/cosigned").asText()).isEqualTo("cosigned\n");
        assertThat(third.text()).isEqualTo("{\"items\":[],\"next\":\"300\"}");
        assertThat(first.headers().get("cache-control")).isEqualTo("no-store");
    }
}
