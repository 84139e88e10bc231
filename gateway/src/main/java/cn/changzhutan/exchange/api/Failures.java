package cn.changzhutan.exchange.api;

/** The gateway's own trouble as problems. */
final class Failures {
    private Failures() {}

    static ApiProblem overCapacity() {
        return ApiProblem.of(
                ProblemCode.OVER_CAPACITY,
                "",
                "nothing was taken: send the same again later",
                "网关已满, 未接收任何内容, 请稍后原样重发");
    }

    static ApiProblem logUnavailable() {
        return ApiProblem.of(
                ProblemCode.LOG_UNAVAILABLE,
                "",
                "send the same again later, with the same message id",
                "交换日志暂不可用, 请稍后以相同消息编号原样重发");
    }

    static ApiProblem internal() {
        return ApiProblem.of(
                ProblemCode.INTERNAL, "", "give the operator the instance of this answer", "请将本应答的 instance 告知运维人员");
    }
}
