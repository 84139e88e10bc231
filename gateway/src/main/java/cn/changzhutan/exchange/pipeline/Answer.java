package cn.changzhutan.exchange.pipeline;

import cn.changzhutan.exchange.Refusal;
import java.util.List;

/** What became of one submission. */
public sealed interface Answer {
    /**
     * @param receipts one a destination, in the order of the submission's destinations
     * @param repeated true if this very submission had been accepted before and this is the first answer again
     */
    record Accepted(List<Receipt> receipts, boolean repeated) implements Answer {
        public Accepted {
            receipts = List.copyOf(receipts);
        }
    }

    record Refused(Refusal refusal) implements Answer {}
}
