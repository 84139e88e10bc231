package cn.changzhutan.exchange.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.Json;
import cn.changzhutan.exchange.RecordType;
import cn.changzhutan.exchange.RouteDefinition;
import cn.changzhutan.exchange.SystemName;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordAmountTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /base       | {"base":"6000.00"}                                   | 6000.00
            /years/*/in | {"years":[{"in":"0.10"},{"in":"0.20"},{"out":"1"}]}  | 0.30
            /years/*/in | {"years":[]}                                         |
            /base       | {"other":"1"}                                        |
            /base       | {"base":6000}                                        |
            /base       | {"base":"1e9"}                                       |
            """)
    void amount_isTheExactSumOfDecimalTexts(String pointer, String record, BigDecimal expected) throws Exception {
        assertThat(amount(pointer, record)).isEqualTo(Optional.ofNullable(expected));
    }

    @Test
    void routeWithoutAmount_hasNone() throws Exception {
        assertThat(amount("", "{\"base\":\"1\"}")).isEmpty();
    }

    private static Optional<BigDecimal> amount(String pointer, String record) throws Exception {
        SystemName system = new SystemName("changsha-pension");
        RouteDefinition route = new RouteDefinition(
                new City("changsha"),
                new RecordType("pension", "PARTICIPATION"),
                Path.of("."),
                system,
                system,
                List.of("/citizenId"),
                "",
                pointer);
        return RecordAmount.of(route, Json.parse(record.getBytes(StandardCharsets.UTF_8)));
    }
}
