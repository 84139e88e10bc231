package cn.changzhutan.exchange.routes;

import static org.assertj.core.api.Assertions.assertThat;

import cn.changzhutan.exchange.chaos.Chaos;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Answers that no HTTP server gives: each is a failure to be tried again, in bounded time and memory. */
@Tag("chaos")
class BackOfficeFaultsIT {
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private BadOffice office;
    private Call call;

    @BeforeEach
    void start() throws Exception {
        office = new BadOffice(Chaos.dice("office"));
        camel.addRoutes(new HttpPushRoutes(new HttpPushClient(4, Duration.ofSeconds(3), 1024)));
        camel.start();
        HttpPushRoutes.add(camel, Samples.SYSTEM, office.url());
        call = new Call(camel.createProducerTemplate(), HttpPushRoutes.uri(Samples.SYSTEM));
    }

    @AfterEach
    void stop() throws Exception {
        office.close();
        camel.stop();
    }

    @ParameterizedTest
    @EnumSource(
            value = BadOffice.Mood.class,
            names = {"GOOD"},
            mode = EnumSource.Mode.EXCLUDE)
    void badAnswer_isAFailure_andTheNextCallIsNotHarmedByIt(BadOffice.Mood mood) {
        office.mood(mood);
        Map<String, Integer> causes = new TreeMap<>();
        for (int i = 0; i < (mood == BadOffice.Mood.HANGS ? 1 : Chaos.times(2, 10)); i++) {
            causes.merge(cause(), 1, Integer::sum);
        }
        assertThat(causes).doesNotContainKey("TAKEN");
        int calls = office.calls();

        office.mood(BadOffice.Mood.GOOD);

        assertThat(cause()).isEqualTo("TAKEN");
        assertThat(office.calls()).as("none was repeated by the client itself").isEqualTo(calls + 1);
        Chaos.say("back office " + mood + ": " + causes);
    }

    /** As the delivery loop takes it. */
    private String cause() {
        try {
            DeliveryEffect effect = (DeliveryEffect) call.send(Samples.delivery());
            return effect instanceof DeliveryEffect.Failed failed
                    ? failed.cause()
                    : effect instanceof DeliveryEffect.Taken ? "TAKEN" : "RETURNED";
        } catch (RuntimeException e) {
            return Causes.word(e);
        }
    }
}
