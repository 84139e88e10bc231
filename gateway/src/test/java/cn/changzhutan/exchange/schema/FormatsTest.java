package cn.changzhutan.exchange.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormatsTest {
    private static String problem(String format, String value) {
        return Formats.find(format).orElseThrow().problem(value, Schemas.TODAY).orElse("");
    }

    @ParameterizedTest
    @CsvSource({
        "icd10, I10.x00",
        "icd10, J18.900",
        "icd10, I10.x00x002",
        "icd10, A00",
        "icd10, M49.0*",
        "date, 2199-02-28",
        "past-date, 2026-11-22",
        "past-month, 2026-11",
        "past-month-or-date, 2026-11",
        "past-month-or-date, 2026-11-22",
        "past-instant, 2026-11-22T23:59:59+08:00",
        "past-instant, 2026-11-22T15:59:59.999Z",
        "money, 0.00",
        "money, 9999999999999.99",
        "rate, 0",
        "rate, 1",
        "rate, 0.005",
        "line, 买买提·𠮷䶮",
        "line, Ünïcode 'x'",
        "masked-citizen-id, 430102********997X",
        "base64, AAECAw=="
    })
    void value_ofTheFormat_passes(String format, String value) {
        assertEquals("", problem(format, value));
    }

    @ParameterizedTest
    @CsvSource({
        "icd10, I1, PATTERN",
        "icd10, 110.x00, PATTERN",
        "icd10, i10.x00, PATTERN",
        "past-date, 2026-11-23, DATE_IN_FUTURE",
        "past-date, 2023-02-29, NOT_A_DATE",
        "past-date, +2023-02-28, NOT_A_DATE",
        "past-date, 0001-01-01, DATE_TOO_EARLY",
        "past-month, 2026-12, DATE_IN_FUTURE",
        "past-month, 2026-13, NOT_A_MONTH",
        "past-month-or-date, 2026-1, NOT_A_MONTH",
        "past-month-or-date, 2026-11-31, NOT_A_DATE",
        "past-instant, 2026-11-22T16:00:00Z, DATE_IN_FUTURE",
        "past-instant, 2026-11-22T10:00+08:00, NOT_AN_INSTANT",
        "past-instant, 2026-11-22T10:00:00, NOT_AN_INSTANT",
        "past-instant, 2026-11-22T25:00:00+08:00, NOT_AN_INSTANT",
        "money, 1, NOT_MONEY",
        "money, 1.5, NOT_MONEY",
        "money, 01.50, NOT_MONEY",
        "money, -1.50, NOT_MONEY",
        "money, 10000000000000.00, NOT_MONEY",
        "rate, 0.080, NOT_A_RATE",
        "rate, 1.5, NOT_A_RATE",
        "rate, .5, NOT_A_RATE",
        "masked-citizen-id, 430102199003079973, PATTERN",
        "base64, AAECAx==, NOT_BASE64",
        "base64, AAEC_w==, NOT_BASE64"
    })
    void value_notOfTheFormat_saysWhat(String format, String value, String code) {
        assertEquals(code, problem(format, value));
    }

    @ParameterizedTest
    @CsvSource({
        "' a'",
        "'a '",
        "'a\tb'",
        "'a\nb'",
        "'a\u200bb'",
        "'a\u202eb'",
        "'a\ufeff'",
        "'a\ufffd'",
        "'\u3000a'",
        "'a\u2028b'"
    })
    void line_withWhatNobodySees_isUnclean(String value) {
        assertEquals("UNCLEAN_TEXT", problem("line", value));
    }

    @ParameterizedTest
    @CsvSource({"'a\nb', ''", "'a\tb', UNCLEAN_TEXT", "'a\r\nb', UNCLEAN_TEXT", "'a\n', UNCLEAN_TEXT"})
    void text_mayHaveLinesOfNewlineAlone(String value, String code) {
        assertEquals(code, problem("text", value));
    }
}
