package cn.changzhutan.exchange.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class AccountsTest {
    private static final String SENDER = """
            # TYPE exchange_records gauge
            exchange_records{kind="pension",outcome="accepted",to="zhuzhou"} 3.0
            exchange_records{kind="pension",outcome="delivered",to="zhuzhou"} 2.0
            exchange_records{kind="pension",outcome="returned",to="zhuzhou"} 1.0
            exchange_records{kind="pension",outcome="refused",to="zhuzhou"} 4.0
            exchange_records{kind="pension",outcome="pending",to="zhuzhou"} 0.0
            exchange_log_size 12.0
            """;
    private static final String RECEIVER = """
            exchange_received_records{from="changsha",kind="pension",outcome="accepted"} 3.0
            exchange_received_records{from="changsha",kind="pension",outcome="delivered"} 2.0
            exchange_received_records{from="changsha",kind="pension",outcome="returned"} 1.0
            """;

    private static Map<String, Accounts> both(String sender, String receiver) {
        return Map.of("changsha", Accounts.parse(sender), "zhuzhou", Accounts.parse(receiver));
    }

    @Test
    void bothLogsAndTheBackOfficeAgree_nothingIsFound() {
        assertThat(Accounts.parse(SENDER).sent().get(new Accounts.Key("zhuzhou", "pension")))
                .isEqualTo(new Accounts.Row(3, 2, 1, 4, 0));
        assertThat(Accounts.disagreements(both(SENDER, RECEIVER), Map.of("zhuzhou", 2L)))
                .isEmpty();
    }

    @Test
    void pendingRecord_isFound() {
        String pending = SENDER.replace("\"pending\",to=\"zhuzhou\"} 0.0", "\"pending\",to=\"zhuzhou\"} 1.0")
                .replace("\"accepted\",to=\"zhuzhou\"} 3.0", "\"accepted\",to=\"zhuzhou\"} 4.0");
        assertThat(Accounts.disagreements(both(pending, RECEIVER), Map.of("zhuzhou", 2L)))
                .anyMatch(line -> line.contains("1 still pending"))
                .anyMatch(line -> line.contains("disagree (accepted 4 and 3"));
    }

    @Test
    void sumThatDoesNotHold_isFound() {
        String wrong = SENDER.replace("\"accepted\",to=\"zhuzhou\"} 3.0", "\"accepted\",to=\"zhuzhou\"} 5.0");
        assertThat(Accounts.disagreements(both(wrong, RECEIVER), Map.of("zhuzhou", 2L)))
                .anyMatch(line -> line.contains("accepted is not delivered + returned + pending"));
    }

    @Test
    void effectTooMany_isFound() {
        assertThat(Accounts.disagreements(both(SENDER, RECEIVER), Map.of("zhuzhou", 3L)))
                .containsExactly("zhuzhou: 2 delivered by the log, 3 in the back offices");
    }
}
