package cn.changzhutan.exchange.routes;

import static org.assertj.core.api.Assertions.assertThat;

import cn.changzhutan.exchange.Outcome;
import cn.changzhutan.exchange.Problem;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DropMarkerTest {
    private static final String GOOD = """
            batch=2026-11-22-001
            kind=pension
            type=PARTICIPATION
            to=changsha,xiangtan
            purpose=PENSION_TRANSFER
            officer=买买提·𠮷
            """;

    @Test
    void wholeMarker_withWindowsLineEnds_isRead() {
        DropMarker marker = passed((GOOD + "case=株社保转〔2026〕17号\nonBehalfOf=芦淞区社保中心=䶮\n").replace("\n", "\r\n"));
        assertThat(marker)
                .isEqualTo(new DropMarker(
                        "2026-11-22-001",
                        Samples.PENSION,
                        List.of(Samples.CHANGSHA, Samples.XIANGTAN),
                        "PENSION_TRANSFER",
                        Optional.of("株社保转〔2026〕17号"),
                        "买买提·𠮷",
                        Optional.of("芦淞区社保中心=䶮")));
        assertThat(marker.messageId(7)).isEqualTo("2026-11-22-001:7");
    }

    @Test
    void everyProblem_isToldAtOnce_byItsKey_withoutTheValue() {
        assertThat(pointers("batch=a b\nkind=Pension\ntype=PARTICIPATION\nto=changsha,changsha\npurpose=\n"))
                .containsExactlyInAnyOrder("/officer", "/batch", "/purpose", "/kind", "/to");
        assertThat(problems(GOOD + "case=430102199003079973\u0007"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.toString()).doesNotContain("430102199003079973"));
    }

    @Test
    void unknownRepeatedOrOtherLines_areRefused() {
        assertThat(pointers(GOOD + "purpos=X\n")).containsExactly("");
        assertThat(pointers(GOOD + "kind=pension\n")).containsExactly("/kind");
        assertThat(pointers("\n" + GOOD)).containsExactly("");
        assertThat(pointers("\uFEFF" + GOOD)).contains("");
        assertThat(pointers(GOOD.replace("kind=pension", "kind =pension"))).containsExactly("/kind", "");
    }

    @Test
    void otherCharset_isRefused_notMisread() {
        byte[] gb = GOOD.getBytes(Charset.forName("GB18030"));
        assertThat(refusal(gb)).extracting(Problem::hint).contains("save the marker as UTF-8");
    }

    private static List<String> pointers(String text) {
        return problems(text).stream()
                .map(Problem::pointer)
                .sorted((a, b) -> b.compareTo(a))
                .toList();
    }

    private static List<Problem> problems(String text) {
        return refusal(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<Problem> refusal(byte[] content) {
        return ((Outcome.Refused<DropMarker>) DropMarker.parse(content))
                .refusal()
                .problems();
    }

    private static DropMarker passed(String text) {
        return ((Outcome.Passed<DropMarker>) DropMarker.parse(text.getBytes(StandardCharsets.UTF_8))).value();
    }
}
