package cn.changzhutan.exchange.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

class OpenApiTest {
    private final OpenApiDocument document = OpenApiDocument.get();

    @Test
    void served_asItStandsWithoutToken() {
        var reply = Wire.call(ApiServer.fresh(), "GET", "/openapi.yaml").send();

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.headers().get("content-type")).startsWith("application/yaml");
        assertThat(reply.text()).isEqualTo(document.text);
    }

    @Test
    void operations_areThoseOfTheControllersAndTheExposedEndpoints() {
        SortedSet<String> code = new TreeSet<>();
        ApiServer.fresh()
                .bean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .forEach((mapping, method) -> {
                    if (!method.getBeanType().equals(ApiErrorController.class)) {
                        mapping.getMethodsCondition()
                                .getMethods()
                                .forEach(verb ->
                                        mapping.getPatternValues().forEach(path -> code.add(verb + " " + path)));
                    }
                });
        code.add("GET /actuator/health");
        code.add("GET /actuator/health/liveness");
        code.add("GET /actuator/health/readiness");
        code.add("GET /actuator/prometheus");

        assertThat(document.operations()).isEqualTo(code);
    }

    @Test
    void problems_areThoseOfTheCodeWithTheirStatus() {
        SortedSet<String> code = new TreeSet<>();
        for (ProblemCode problem : ProblemCode.values()) {
            code.add(problem.status() + " " + problem);
        }
        SortedSet<String> documented = new TreeSet<>(document.everywhere());
        document.operations().forEach(operation -> documented.addAll(document.problems(operation)));

        assertThat(documented).isEqualTo(code);
        assertThat(document.root.at("/components/schemas/Problem/properties/code/enum"))
                .extracting(JsonNode::asText)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(ProblemCode.values()).map(Enum::name).toList());
    }

    @Test
    void document_hasNoDanglingReferenceAndNoEmptyMember() {
        check(document.root, "");
    }

    private void check(JsonNode node, String at) {
        assertThat(node.isNull()).as(at).isFalse();
        if (node.has("$ref")) {
            assertThat(document.resolve(node).isMissingNode()).as(at).isFalse();
        }
        node.fields().forEachRemaining(member -> check(member.getValue(), at + "/" + member.getKey()));
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            check(node.get(i), at + "/" + i);
        }
    }
}
