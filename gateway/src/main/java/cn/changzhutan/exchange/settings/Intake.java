package cn.changzhutan.exchange.settings;

/** How a back-office system hands records to its city's gateway. */
public enum Intake {
    /** It posts them to the gateway's API, with its token. */
    HTTP,
    /** It puts files into its drop folder. */
    FILE_DROP
}
