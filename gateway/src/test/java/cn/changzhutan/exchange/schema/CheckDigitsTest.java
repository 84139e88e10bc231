package cn.changzhutan.exchange.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckDigitsTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 22);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "430102199003079973",
                "430103198512319981",
                "430211197506159978",
                "430302196501019954",
                "430382199911309984",
                "43022120010815997X",
                "43020219790909990X",
                "43012220120601995X",
                "430204195804309919"
            })
    void citizenId_right_passes(String id) {
        assertEquals(Optional.empty(), CheckDigits.citizenId(id, TODAY));
    }

    @ParameterizedTest
    @CsvSource({
        "430102199002299974, NOT_A_DATE",
        "430102199003079974, CHECK_DIGIT",
        "430102199003079937, CHECK_DIGIT",
        "43022120010815997x, PATTERN",
        "4302212001081599X7, PATTERN",
        "430204580430991, PATTERN",
        "4301021990030799731, PATTERN",
        "４30102199003079973, PATTERN",
        "'', PATTERN"
    })
    void citizenId_wrong_saysWhat(String id, String code) {
        assertEquals(Optional.of(code), CheckDigits.citizenId(id, TODAY));
    }

    @Test
    void citizenId_bornTomorrow_isInTheFutureUntilTomorrow() {
        String born20120601 = "43012220120601995X";
        assertEquals(Optional.of("DATE_IN_FUTURE"), CheckDigits.citizenId(born20120601, LocalDate.of(2012, 5, 31)));
        assertEquals(Optional.empty(), CheckDigits.citizenId(born20120601, LocalDate.of(2012, 6, 1)));
    }

    @Test
    void citizenId_prefixOfNoDivisionToday_passes() {
        // 430219 was abolished, 659099 never was in Hunan: the prefix is not for us to judge
        String abolished = CheckDigits.citizenIdFrom15("430219580430991").orElseThrow();
        String elsewhere = CheckDigits.citizenIdFrom15("659099580430991").orElseThrow();

        assertEquals(Optional.empty(), CheckDigits.citizenId(abolished, TODAY));
        assertEquals(Optional.empty(), CheckDigits.citizenId(elsewhere, TODAY));
    }

    @Test
    void citizenId_everySingleDigitChanged_fails() {
        String id = "430211197506159978";
        for (int i = 0; i < 17; i++) {
            for (char c = '0'; c <= '9'; c++) {
                if (c != id.charAt(i) && !(i == 0 && c == '0')) {
                    String changed = id.substring(0, i) + c + id.substring(i + 1);
                    assertEquals(Optional.of("CHECK_DIGIT"), CheckDigits.citizenId(changed, TODAY), "position " + i);
                }
            }
        }
    }

    @Test
    void oldId_of15Digits_becomes18() {
        assertEquals(Optional.of("430204195804309919"), CheckDigits.citizenIdFrom15("430204580430991"));
        assertEquals(Optional.empty(), CheckDigits.citizenIdFrom15("43020458043099X"));
        assertEquals(Optional.empty(), CheckDigits.citizenIdFrom15("430204195804309919"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"91430102MA4XTE019Y", "91430211MA4XTE0270", "91430304MA4XTE035U", "91430381MA4XTE0512"})
    void uscc_right_passes(String code) {
        assertEquals(Optional.empty(), CheckDigits.uscc(code));
    }

    @ParameterizedTest
    @CsvSource({
        "91430102MA4XTE0190, CHECK_DIGIT",
        // its own check digit fits, that of the organisation code inside does not
        "91430102MA4XTE018U, CHECK_DIGIT",
        "91430102mA4XTE019Y, PATTERN",
        "9143O102MA4XTE019Y, PATTERN",
        "91430102MA4XTE019, PATTERN"
    })
    void uscc_wrong_saysWhat(String code, String problem) {
        assertEquals(Optional.of(problem), CheckDigits.uscc(code));
    }

    @ParameterizedTest
    @CsvSource({"MA4XTE019, ''", "D2143569X, ''", "D21435690, CHECK_DIGIT", "12345678-, PATTERN"})
    void organisationCode_isCheckedByItsLastCharacter(String code, String problem) {
        assertEquals(problem, CheckDigits.organisationCode(code).orElse(""));
    }
}
