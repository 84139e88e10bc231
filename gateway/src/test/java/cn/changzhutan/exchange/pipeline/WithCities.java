package cn.changzhutan.exchange.pipeline;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A test that needs the three cities, fresh each time. */
abstract class WithCities {
    @TempDir
    Path folder;

    ThreeCities cities;

    @BeforeEach
    void start() throws Exception {
        cities = new ThreeCities(folder);
    }

    @AfterEach
    void stop() {
        cities.close();
    }
}
