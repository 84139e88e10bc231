package cn.changzhutan.exchange.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletRequest;

class MediaTypesTest {
    @ParameterizedTest
    @CsvSource({
        "application/json, application/json, NATIVE",
        "application/JSON;Charset=UTF-8, application/json, NATIVE",
        "application/fhir+json, application/fhir+json, NATIVE",
        "application/json, application/fhir+json, NATIVE",
        "application/xml, application/xml, NATIVE",
        "text/xml; charset=utf-8, application/xml, NATIVE",
        "text/csv, text/csv;charset=GB18030, NATIVE",
        "text/csv; charset=\"gb18030\"; header=present, text/csv;charset=GB18030, NATIVE",
        "application/vnd.changzhutan.shared+json, text/csv;charset=GB18030, SHARED",
        "application/vnd.changzhutan.shared+json, application/json, SHARED",
        "application/vnd.changzhutan.shared+json;charset=utf-8, application/xml, SHARED",
    })
    void knownType_givesItsForm(String given, String ofRoute, String form) {
        assertThat(MediaTypes.ofRecord(request(given), ofRoute)).hasToString(form);
    }

    @ParameterizedTest
    @CsvSource({
        "'', application/json",
        "json, application/json",
        "*/*, application/json",
        "application/*, application/json",
        "text/plain, application/json",
        "application/fhir+json, application/json",
        "application/json;charset=GB18030, application/json",
        "application/json;charset=no-such, application/json",
        "application/json, text/csv;charset=GB18030",
        "text/csv;charset=utf-8, text/csv;charset=GB18030",
        "text/csv;charset=GBK, text/csv;charset=GB18030",
        "application/vnd.changzhutan.shared+json;charset=GB18030, application/json",
        "application/vnd.changzhutan.shared+x-ndjson, application/json",
    })
    void otherType_refused(String given, String ofRoute) {
        assertThatThrownBy(() -> MediaTypes.ofRecord(request(given), ofRoute))
                .isInstanceOfSatisfying(
                        ApiProblem.class,
                        problem -> assertThat(problem.code()).isEqualTo(ProblemCode.MEDIA_TYPE_UNSUPPORTED));
    }

    @ParameterizedTest
    @CsvSource({
        "application/vnd.changzhutan.shared+x-ndjson, application/xml, SHARED_LINES",
        "application/x-ndjson, application/json, NATIVE_LINES",
        "application/x-ndjson, application/fhir+json, NATIVE_LINES",
        "application/json, application/json, DOCUMENT",
        "text/csv, text/csv;charset=GB18030, DOCUMENT",
        "text/xml, application/xml, DOCUMENT",
    })
    void batch_cutByItsType(String given, String ofRoute, String form) {
        assertThat(MediaTypes.ofBatch(request(given), ofRoute)).hasToString(form);
    }

    private static MockHttpServletRequest request(String contentType) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.addHeader("Content-Type", contentType);
        return request;
    }
}
