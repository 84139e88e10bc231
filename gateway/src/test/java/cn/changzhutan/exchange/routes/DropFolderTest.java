package cn.changzhutan.exchange.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.changzhutan.exchange.ExchangeId;
import cn.changzhutan.exchange.Outcome;
import cn.changzhutan.exchange.Submission;
import cn.changzhutan.exchange.pipeline.Answer;
import cn.changzhutan.exchange.pipeline.Intake;
import cn.changzhutan.exchange.pipeline.LogUnavailableException;
import cn.changzhutan.exchange.pipeline.OverCapacityException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DropFolderTest {
    private static final Charset GB18030 = Charset.forName("GB18030");
    private static final String MARKER =
            "batch=B1\nkind=pension\ntype=PARTICIPATION\nto=changsha\npurpose=PENSION_TRANSFER\nofficer=zz-0731\n";

    @TempDir
    Path folder;

    private final Map<String, Submission> submitted = new LinkedHashMap<>();
    private final Map<String, ExchangeId> exchanges = new LinkedHashMap<>();
    private final List<RuntimeException> troubles = new ArrayList<>();
    private final StopSignal stop = new StopSignal();
    private final Splitter lines = file -> {
        String text = new String(file, GB18030);
        return text.startsWith("!")
                ? Refusals.receive("CONTROL_TOTAL", "the control row must count the rows", "控制行合计不符")
                : Outcome.passed(
                        text.lines().map(line -> line.getBytes(GB18030)).toList());
    };

    /** As the pipeline: the same message id gets the same exchange; a line "bad" is refused. */
    private final Intake intake = group -> {
        if (!troubles.isEmpty()) {
            throw troubles.remove(0);
        }
        return group.stream().map(this::answer).toList();
    };

    private Answer answer(Submission submission) {
        submitted.put(submission.messageId(), submission);
        return new String(submission.content(), GB18030).equals("bad")
                ? Samples.refused("CITIZEN_ID_CHECK_DIGIT")
                : Samples.accepted(exchanges.computeIfAbsent(submission.messageId(), id -> Samples.exchange()));
    }

    @Test
    void rows_becomeSubmissions_andTheResultSaysWhatBecameOfEach() throws Exception {
        drop("a.csv", "张𠮷·䶮\nbad\nthird\n", MARKER);

        assertThat(take("a.csv.done")).isEqualTo(DropFolder.Place.DONE);

        assertThat(submitted.keySet()).containsExactly("B1:1", "B1:2", "B1:3");
        Submission first = submitted.get("B1:1");
        assertThat(new String(first.content(), GB18030)).isEqualTo("张𠮷·䶮");
        assertThat(first.system()).isEqualTo(Samples.SYSTEM);
        assertThat(first.type()).isEqualTo(Samples.PENSION);
        assertThat(first.to()).containsExactly(Samples.CHANGSHA);
        assertThat(result("a.csv"))
                .isEqualTo("row,state,exchanges,code,pointer,hint,hintZh\r\n"
                        + "1,ACCEPTED,changsha:" + exchanges.get("B1:1") + ",,,,\r\n"
                        + "2,REFUSED,,CITIZEN_ID_CHECK_DIGIT,/citizenId,\"check, the \"\"digit\"\"\",请核对校验码\r\n"
                        + "3,ACCEPTED,changsha:" + exchanges.get("B1:3") + ",,,,\r\n");
        assertThat(names()).containsExactly("a.csv.done", "a.csv.result.csv", "done/a.csv");
    }

    @Test
    void crashAfterAnyStep_endsTheSame_withTheSameAnswers() throws Exception {
        drop("a.csv", "one\ntwo\n", MARKER);
        take("a.csv.done");
        String before = result("a.csv");

        // after the rows were answered, before the result and the move
        Files.delete(folder.resolve("a.csv.result.csv"));
        Files.move(folder.resolve("done/a.csv"), folder.resolve("a.csv"));
        assertThat(take("a.csv.done")).isEqualTo(DropFolder.Place.DONE);
        assertThat(result("a.csv")).isEqualTo(before);

        // after the source was moved, before its marker was
        submitted.clear();
        assertThat(take("a.csv.done")).isEqualTo(DropFolder.Place.DONE);
        assertThat(result("a.csv")).isEqualTo(before);
        assertThat(submitted).isEmpty();
    }

    @Test
    void fileThatCannotBeSplit_fails_withTheProblem_andNoRowIsTaken() throws Exception {
        drop("a.csv", "!", MARKER);
        assertThat(take("a.csv.done")).isEqualTo(DropFolder.Place.FAILED);
        assertThat(result("a.csv")).contains("\r\n0,FAILED,,CONTROL_TOTAL,,the control row must count the rows,");
        assertThat(submitted).isEmpty();
        assertThat(names()).containsExactly("a.csv.done", "a.csv.result.csv", "failed/a.csv");
    }

    @Test
    void badMarkerTypeSizeOrRowCount_fails_withItsCode() throws Exception {
        drop("a.csv", "one", MARKER + "x=y\n");
        drop("b.csv", "one", MARKER.replace("pension", "freight"));
        drop("c.csv", "x".repeat(1001), MARKER);
        drop("d.csv", "", MARKER);
        drop("e.csv", "1\n2\n3\n4\n5\n6\n", MARKER);
        drop("f.csv", "one", MARKER + "case=" + "x".repeat(5000));
        for (String name : List.of("a", "b", "c", "d", "e", "f")) {
            assertThat(take(name + ".csv.done")).isEqualTo(DropFolder.Place.FAILED);
        }
        assertThat(result("a.csv")).contains("MARKER_INVALID");
        assertThat(result("b.csv")).contains("UNKNOWN_TYPE");
        assertThat(result("c.csv")).contains("FILE_TOO_LARGE");
        assertThat(result("d.csv")).contains("ROW_COUNT");
        assertThat(result("e.csv")).contains("ROW_COUNT");
        assertThat(result("f.csv")).contains("MARKER_INVALID");
        assertThat(submitted).isEmpty();
    }

    @Test
    void markerWithoutAFile_orWithALinkElsewhere_fails() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "one");
        Files.writeString(folder.resolve("a.csv.done"), MARKER);
        Files.createSymbolicLink(folder.resolve("b.csv"), secret);
        Files.writeString(folder.resolve("b.csv.done"), MARKER);
        assertThat(take("a.csv.done")).isEqualTo(DropFolder.Place.FAILED);
        assertThat(take("b.csv.done")).isEqualTo(DropFolder.Place.FAILED);
        assertThat(result("a.csv")).contains("FILE_MISSING");
        assertThat(submitted).isEmpty();
    }

    @Test
    void rowThatIsTooLarge_isRefusedAlone_andTheOthersKeepTheirRowNumbers() throws Exception {
        drop("a.csv", "1\n" + "x".repeat(101) + "\n3\n", MARKER);
        assertThat(take("a.csv.done")).isEqualTo(DropFolder.Place.DONE);
        assertThat(submitted.keySet()).containsExactly("B1:1", "B1:3");
        assertThat(result("a.csv"))
                .contains("\r\n2,REFUSED,,RECORD_TOO_LARGE,,")
                .contains("\r\n3,ACCEPTED,changsha:" + exchanges.get("B1:3"));
    }

    @Test
    void fullGateway_orLogDown_isWaitedFor_andEachRowIsAnsweredOnce() throws Exception {
        troubles.add(new OverCapacityException("full"));
        troubles.add(new LogUnavailableException("down", null));
        drop("a.csv", "1\n2\n3\n4\n5\n", MARKER);
        assertThat(take("a.csv.done")).isEqualTo(DropFolder.Place.DONE);
        assertThat(result("a.csv").lines()).hasSize(6);
    }

    @Test
    void stopWhileWaiting_leavesFileAndMarker() throws Exception {
        troubles.add(new OverCapacityException("full"));
        stop.stop();
        drop("a.csv", "1\n", MARKER);
        assertThatThrownBy(() -> take("a.csv.done")).isInstanceOf(LogUnavailableException.class);
        assertThat(names()).containsExactly("a.csv", "a.csv.done");
    }

    private DropFolder.Place take(String marker) throws IOException {
        DropRows rows = new DropRows(
                Samples.ZHUZHOU,
                Samples.SYSTEM,
                intake,
                new DropRows.Limits(100, 2),
                new Backoff(Duration.ofMillis(1), Duration.ofMillis(2)),
                stop);
        return new DropFolder(
                        new SystemEndpoint.DropIn(Samples.SYSTEM, folder, GB18030),
                        type -> type.equals(Samples.PENSION) ? Optional.of(lines) : Optional.empty(),
                        rows,
                        new DropFolder.Limits(1000, 5))
                .take(marker);
    }

    private void drop(String name, String content, String marker) throws IOException {
        Files.write(folder.resolve(name), content.getBytes(GB18030));
        Files.writeString(folder.resolve(name + ".done"), marker);
    }

    private String result(String name) throws IOException {
        return Files.readString(folder.resolve(name + ".result.csv"), GB18030);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }
}
