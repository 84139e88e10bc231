package cn.changzhutan.exchange.api;

import cn.changzhutan.exchange.Submission;

/** One record of a batch on its way in. */
sealed interface BatchItem {
    /** Ready to be submitted. */
    record Ready(Submission submission) implements BatchItem {}

    /** Not readable as a record. @param id the sender's id, null if that is not readable either */
    record Unreadable(String id, ApiProblem problem) implements BatchItem {}
}
