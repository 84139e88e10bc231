package cn.changzhutan.exchange.agreement;

/** Share class of a catalogue item (State Council order 809, in force 2025-08-01). */
public enum ShareClass {
    /** 无条件共享 */
    UNCONDITIONAL,
    /** 有条件共享 */
    CONDITIONAL,
    /** 不予共享: the agreement states that nothing of this type goes to this city, and on which legal ground. */
    NOT_SHARED
}
