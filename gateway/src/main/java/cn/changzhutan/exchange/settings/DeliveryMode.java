package cn.changzhutan.exchange.settings;

/** How the gateway hands received records to a back-office system. */
public enum DeliveryMode {
    /** The gateway posts them to the system's own address. */
    HTTP_PUSH,
    /** The gateway writes files into the system's folder. */
    FILE_DROP,
    /** The system fetches them from the gateway's inbox and acknowledges. */
    POLL
}
