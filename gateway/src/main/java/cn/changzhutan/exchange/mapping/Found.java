package cn.changzhutan.exchange.mapping;

import cn.changzhutan.exchange.Problem;
import java.util.ArrayList;
import java.util.List;

/** The problems of one document as they are found, bounded, so that a hostile document cannot make a long answer. */
final class Found {
    private static final int MOST = 50;
    private final List<Problem> problems = new ArrayList<>();

    void add(String code, String pointer, String hint, String hintZh) {
        if (problems.size() < MOST) {
            problems.add(new Problem(code, pointer, hint, hintZh));
        }
    }

    void unknownField(String pointer) {
        add(
                "UNKNOWN_FIELD",
                pointer,
                "this form has no such field: remove it, or have it listed in the route's format",
                "该格式没有此字段：请删除，或在路由格式中登记");
    }

    void wrongShape(String pointer, String expectedEn, String expectedZh) {
        add("WRONG_SHAPE", pointer, "expected " + expectedEn, "应为" + expectedZh);
    }

    void throwIfAny() throws MalformedException {
        if (!problems.isEmpty()) {
            throw new MalformedException(problems);
        }
    }
}
