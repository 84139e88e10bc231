package cn.changzhutan.exchange.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.RecordType;
import cn.changzhutan.exchange.Submission;
import cn.changzhutan.exchange.SystemName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A fourth city (Hengyang) and a fifth kind (freight vehicle passes) are files alone: src/test/resources/byfiles, and no Java. */
class AddedByFilesIT {
    private static final City HENGYANG = new City("hengyang");
    private static final City CHANGSHA = new City("changsha");
    private static final RecordType PASS = new RecordType("freight-vehicle", "PASS_RECOGNITION");
    private static final Path ADDED = Path.of("src/test/resources/byfiles");
    private static final String NEW_SYSTEM = """
              changsha-traffic:
                titleEn: Traffic police of Changsha
                titleZh: 长沙市交通管理信息系统
                intake: HTTP
                delivery: HTTP_PUSH
            """;

    @TempDir
    private Path folder;

    @Test
    void fourthCityAndFifthKind_exchangeARecordBothWays() throws Exception {
        for (String part : List.of("config", "schemas", "routes")) {
            copy(ThreeCities.PROJECT.resolve(part), folder.resolve(part));
            copy(ADDED.resolve(part), folder.resolve(part));
        }
        Files.writeString(folder.resolve("config/cities/changsha.yaml"), NEW_SYSTEM, StandardOpenOption.APPEND);

        try (ThreeCities cities = new ThreeCities(
                folder.resolve("data"),
                folder.resolve("config"),
                folder.resolve("schemas"),
                folder.resolve("routes"))) {
            assertThat(cities.nodes).hasSize(4);
            Answer there = cities.submit(submission(HENGYANG, CHANGSHA, """
                    {"txzbh": "衡货通〔2026〕0007号", "hphm": "湘D·𠮷007", "cllx": "重型", "czr": "衡阳䶮运物流", \
                    "qsrq": "2026-03-01", "jzrq": "2026-12-31"}"""));
            Answer back = cities.submit(submission(CHANGSHA, HENGYANG, """
                    {"pass": "CS-2026-1", "plate": "湘A12345F", "class": "light", "holder": "长沙城配", \
                    "from": "2026-05-01", "until": "2026-05-31"}"""));
            assertThat(there).isInstanceOf(Answer.Accepted.class);
            assertThat(back).isInstanceOf(Answer.Accepted.class);

            cities.carry();
            List<Delivery> inChangsha = cities.deliver(CHANGSHA, PASS);
            List<Delivery> inHengyang = cities.deliver(HENGYANG, PASS);
            cities.carry();

            assertThat(inChangsha).hasSize(1);
            assertThat(new String(inChangsha.get(0).content(), StandardCharsets.UTF_8))
                    .contains("\"class\":\"heavy\"", "湘D·𠮷007", "衡货通〔2026〕0007号")
                    .doesNotContain("衡阳䶮运物流");
            assertThat(new String(inHengyang.get(0).content(), StandardCharsets.UTF_8))
                    .contains("\"cllx\":\"轻型\"", "湘A12345F");
            assertThat(cities.nodes.get(HENGYANG).numbers().tallies())
                    .allSatisfy(row -> assertThat(row.pending()).isZero())
                    .extracting(row -> row.delivered())
                    .containsOnly(1L);
        }
    }

    private static Submission submission(City from, City to, String content) {
        return new Submission(
                from,
                new SystemName(from + "-traffic"),
                PASS,
                List.of(to),
                "PASS_RECOGNITION",
                Optional.empty(),
                "王·办事员",
                Optional.empty(),
                "pass-1",
                Submission.Form.NATIVE,
                content.getBytes(StandardCharsets.UTF_8));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (!target.toString().contains("/target/")) {
                    Files.createDirectories(target.getParent());
                    Files.copy(file, target);
                }
            }
        }
    }
}
