package cn.changzhutan.exchange.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;

class BodyReaderTest {
    private static final int MIB = 1 << 20;
    private final BodyReader bodies = new BodyReader(new ApiLimits(MIB, MIB, 10, 2 * MIB));

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void budgetHeldByOthers_refusedUntilTheyLetGo(boolean announced) {
        Body first = bodies.read(request(MIB, announced), MIB);
        Body second = bodies.read(request(MIB, announced), MIB);

        assertThatThrownBy(() -> bodies.read(request(MIB, announced), MIB))
                .isInstanceOfSatisfying(
                        ApiProblem.class, problem -> assertThat(problem.code()).isEqualTo(ProblemCode.OVER_CAPACITY));

        first.close();
        try (Body third = bodies.read(request(MIB, announced), MIB)) {
            assertThat(third.bytes()).hasSize(MIB);
        }
        second.close();
    }

    @Test
    void refusedForSize_holdsNothing() {
        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(() -> bodies.read(request(MIB, false), MIB - 1)).isInstanceOf(ApiProblem.class);
        }

        bodies.read(request(MIB, false), MIB).close();
    }

    @Test
    void bodyShorterThanAnnounced_malformedAndHoldsNothing() {
        MockHttpServletRequest request = new MockHttpServletRequest() {
            @Override
            public long getContentLengthLong() {
                return MIB;
            }
        };
        request.setContent(new byte[MIB - 1]);

        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(() -> bodies.read(request, MIB))
                    .isInstanceOfSatisfying(
                            ApiProblem.class,
                            problem -> assertThat(problem.code()).isEqualTo(ProblemCode.BODY_MALFORMED));
        }
    }

    /** @param announced without it, the bytes themselves are counted */
    private static MockHttpServletRequest request(int size, boolean announced) {
        return new MockHttpServletRequest() {
            {
                setContent(new byte[size]);
            }

            @Override
            public long getContentLengthLong() {
                return announced ? size : -1;
            }
        };
    }
}
