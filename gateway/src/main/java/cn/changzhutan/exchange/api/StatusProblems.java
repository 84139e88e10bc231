package cn.changzhutan.exchange.api;

/** Problems for what the framework or the container decided by itself and told as a status only. */
final class StatusProblems {
    private StatusProblems() {}

    static ApiProblem of(int status) {
        return switch (status) {
            case 404 ->
                ApiProblem.of(ProblemCode.NOT_FOUND, "", "see /openapi.yaml for what there is", "接口清单见 /openapi.yaml");
            case 405 ->
                ApiProblem.of(
                        ProblemCode.METHOD_NOT_ALLOWED, "", "use a method that Allow names", "请使用 Allow 响应头列出的方法");
            case 406 ->
                ApiProblem.of(
                        ProblemCode.NOT_ACCEPTABLE,
                        "Accept",
                        "accept the media type that /openapi.yaml names",
                        "Accept 须包含 /openapi.yaml 所列的类型");
            case 408 ->
                ApiProblem.of(ProblemCode.REQUEST_TIMEOUT, "", "send the request without long pauses", "请求传输超时");
            case 413 -> ApiProblem.of(ProblemCode.BODY_TOO_LARGE, "", "send a smaller body", "请求体过大");
            case 415 ->
                ApiProblem.of(
                        ProblemCode.MEDIA_TYPE_UNSUPPORTED,
                        "Content-Type",
                        "send a media type that /openapi.yaml names",
                        "Content-Type 须为 /openapi.yaml 所列的类型");
            default -> {
                if (status >= 400 && status < 500 || status == 501 || status == 505) {
                    // also a transfer coding (501) or a version of HTTP (505) that the container does not know
                    yield ApiProblem.of(
                            ProblemCode.REQUEST_MALFORMED,
                            "",
                            "send well-formed HTTP/1.1 with headers of moderate size",
                            "请求须符合 HTTP/1.1 规范, 请求头不得过大");
                }
                yield Failures.internal();
            }
        };
    }
}
