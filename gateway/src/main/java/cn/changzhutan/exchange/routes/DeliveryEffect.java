package cn.changzhutan.exchange.routes;

import cn.changzhutan.exchange.pipeline.ReturnReason;

/** What became of one attempt to deliver. */
sealed interface DeliveryEffect {
    /** The back office has it. */
    record Taken() implements DeliveryEffect {}

    /** The back office will never take it. */
    record Returned(ReturnReason reason) implements DeliveryEffect {}

    /** The back office could not be reached or failed; to be tried again. */
    record Failed(String cause) implements DeliveryEffect {}
}
