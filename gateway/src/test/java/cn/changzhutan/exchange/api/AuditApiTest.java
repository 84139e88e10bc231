package cn.changzhutan.exchange.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuditApiTest {
    private static final String PERSON = "430102199003079973";
    private final ApiServer server = ApiServer.fresh();

    @Test
    void search_readsEveryMember_andSaysHowFarTheIndexIs() {
        JsonNode answer = ask(
                        "search",
                        "{'reason':'复核 2026-11','kind':'pension','peerSystem':'zhuzhou-pension','officer':'李·办事员',"
                                + "'from':'2026-11-01','to':'2026-11-22T00:00:00+08:00','limit':7,'after':'abc','open':true}")
                .send()
                .json();

        assertThat(server.audit.calls)
                .containsExactly(
                        "search changsha-auditor 复核 2026-11 {PEER_SYSTEM=zhuzhou-pension, KIND=pension} 'abc' 7 true");
        assertThat(answer.at("/items/0/amount").textValue()).isEqualTo("6000.00");
        assertThat(answer.at("/items/0/acting/case").textValue()).isEqualTo("案-1");
        assertThat(answer.at("/items/0/acting/persons/0").textValue()).isEqualTo("430102********9973");
        assertThat(answer.path("indexed").textValue()).isEqualTo("12");
        assertThat(answer.path("logSize").textValue()).isEqualTo("13");
        assertThat(answer.path("entry").textValue()).isEqualTo("14");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/reason          | {'kind':'pension'}",
                "/reason          | {'reason':' x '}",
                "''               | {'reason':'复核','colour':'red'}",
                "''               | []",
                "/kind            | {'reason':'复核','kind':7}",
                "/kind            | {'reason':'复核','kind':' '}",
                "/person          | {'reason':'复核','person':'430102199003079973'}",
                "/person/id       | {'reason':'复核','person':{'idType':'RESIDENT_ID'}}",
                "/person          | {'reason':'复核','person':{'id':'430102199003079973','name':'x'}}",
                "/exchange        | {'reason':'复核','exchange':'430102199003079973'}",
                "/from            | {'reason':'复核','from':'yesterday'}",
                "/from            | {'reason':'复核','from':'2026-02-30'}",
                "/to              | {'reason':'复核','from':'2026-11-22','to':'2026-11-20'}",
                "/limit           | {'reason':'复核','limit':1001}",
                "/limit           | {'reason':'复核','limit':'7'}",
                "/open            | {'reason':'复核','open':'yes'}",
                "/after           | {'reason':'复核','after':'nowhere'}",
            })
    void searchThatCannotBeRead_isToldWithItsPlace_neverWithItsValue(String pointer, String body) {
        var reply = ask("search", body).send();

        assertThat(reply.status() + " " + reply.code()).isEqualTo("400 BODY_MALFORMED");
        assertThat(reply.json().at("/problems/0/pointer").asText()).isEqualTo(pointer);
        assertThat(reply.text()).doesNotContain(PERSON);
    }

    @Test
    void count_namesItsGroups() {
        JsonNode answer = ask("count", "{'reason':'统计','groupBy':['city','month']}")
                .send()
                .json();

        assertThat(server.audit.calls).containsExactly("count changsha-auditor 统计 [city, month]");
        assertThat(answer.at("/groups/0/group/month").textValue()).isEqualTo("month");
        assertThat(answer.at("/groups/0/count").intValue()).isEqualTo(2);
        assertThat(answer.at("/groups/0/amount").textValue()).isEqualTo("1.50");
        assertThat(ask("count", "{'reason':'统计','groupBy':['city','city']}")
                        .send()
                        .status())
                .isEqualTo(400);
        assertThat(ask("count", "{'reason':'统计','groupBy':['colour']}").send().status())
                .isEqualTo(400);
    }

    @Test
    void export_isHandedOutAsFile_andClosed() {
        var reply = ask("export", "{'reason':'移交'}").send();

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text()).isEqualTo("zip");
        assertThat(reply.headers().get("content-disposition")).contains("audit-export-14.zip");
        assertThat(reply.headers().get("cache-control")).contains("no-store");
        assertThat(server.audit.closed).isTrue();
    }

    @Test
    void usages_areForThePortal_personInTheBody() {
        var reply = Wire.call(server, "POST", "/api/v1/portal/usages")
                .token(ApiServer.PORTAL)
                .body("application/json", "{\"id\":\"" + PERSON + "\",\"limit\":5}")
                .send();

        assertThat(server.audit.calls).containsExactly("usages changsha-portal RESIDENT_ID " + PERSON + " '' 5");
        assertThat(reply.json().at("/items/0/body/nameZh").textValue()).isEqualTo("株洲市社会保险");
        assertThat(reply.text()).doesNotContain(PERSON);
    }

    private Wire ask(String what, String body) {
        return Wire.call(server, "POST", "/api/v1/audit/" + what)
                .token(ApiServer.AUDITOR)
                .body("application/json", body.replace('\'', '"'));
    }
}
