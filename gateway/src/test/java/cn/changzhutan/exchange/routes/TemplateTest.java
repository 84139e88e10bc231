package cn.changzhutan.exchange.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.regex.Pattern;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TemplateTest {
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final Template template = new Template("t", Map.of("kind", Pattern.compile("[a-z-]{2,32}")));

    @BeforeEach
    void start() throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                template.declare(this).from("direct:{{kind}}").process(exchange -> {});
            }
        });
        camel.start();
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    @Test
    void goodParameters_makeARunningRoute() {
        template.instantiate(camel, "r", Map.of("kind", "wage-arrears"));
        assertThat(camel.getRoute("r").getEndpoint().getEndpointUri()).isEqualTo("direct://wage-arrears");
        assertThat(camel.getRouteController().getRouteStatus("r").isStarted()).isTrue();
    }

    @Test
    void unknownParameter_isRefused_withTheKnownOnes() {
        assertThatThrownBy(() -> template.instantiate(camel, "r", Map.of("kind", "pension", "kin", "pension")))
                .hasMessage("route r: unknown parameter kin (expected: [kind])");
        assertThat(camel.getRoutes()).isEmpty();
    }

    @Test
    void missingParameter_isRefused() {
        assertThatThrownBy(() -> template.instantiate(camel, "r", Map.of()))
                .hasMessageContaining("route r: parameter kind");
    }

    @Test
    void valueThatCamelWouldReadAsAnOption_isRefused() {
        assertThatThrownBy(() -> template.instantiate(camel, "r", Map.of("kind", "pension?block=true")))
                .hasMessageContaining("route r: parameter kind");
        assertThat(camel.getRoutes()).isEmpty();
    }
}
