package cn.changzhutan.exchange.pipeline;

/**
 * Why a record goes back to its sender.
 *
 * @param code upper case with underscores; stands in the log
 * @param text for the sending clerk, 1 to 500 characters; travels encrypted, never in the log
 */
public record ReturnReason(String code, String text) {
    @Override
    public String toString() {
        return "ReturnReason[" + code + "]";
    }
}
