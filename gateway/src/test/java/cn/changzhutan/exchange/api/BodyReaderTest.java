package cn.changzhutan.exchange.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;

class BodyReaderTest {
    private static final int MIB = 1 << 20;
    private final BodyReader bodies = new BodyReader(new ApiLimits(MIB, MIB, 10, 2 * MIB));

    @Test
    void budgetHeldByOthers_refusedUntilTheyLetGo() {
        Body first = bodies.read(request(MIB), MIB);
        Body second = bodies.read(request(MIB), MIB);

        assertThatThrownBy(() -> bodies.read(request(MIB), MIB))
                .isInstanceOfSatisfying(
                        ApiProblem.class, problem -> assertThat(problem.code()).isEqualTo(ProblemCode.OVER_CAPACITY));

        first.close();
        try (Body third = bodies.read(request(MIB), MIB)) {
            assertThat(third.bytes()).hasSize(MIB);
        }
        second.close();
    }

    @Test
    void refusedForSize_holdsNothing() {
        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(() -> bodies.read(request(MIB), MIB - 1)).isInstanceOf(ApiProblem.class);
        }

        bodies.read(request(MIB), MIB).close();
    }

    /** Without an announced length, so that the bytes themselves are counted. */
    private static MockHttpServletRequest request(int size) {
        return new MockHttpServletRequest() {
            {
                setContent(new byte[size]);
            }

            @Override
            public long getContentLengthLong() {
                return -1;
            }
        };
    }
}
