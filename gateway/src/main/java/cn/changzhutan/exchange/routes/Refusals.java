package cn.changzhutan.exchange.routes;

import cn.changzhutan.exchange.Outcome;
import cn.changzhutan.exchange.Refusal;

/** Refusals of a file as a whole. */
final class Refusals {
    private Refusals() {}

    static <T> Outcome<T> receive(String code, String hint, String hintZh) {
        return Outcome.refused(Refusal.of(Refusal.Stage.RECEIVE, code, "", hint, hintZh));
    }
}
