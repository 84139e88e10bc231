package cn.changzhutan.exchange.api;

/** How far the search index behind the log is. Thread-safe; asked once a scrape. */
@FunctionalInterface
public interface IndexProgress {
    /** Size of the log below which every entry is indexed. */
    long size();
}
