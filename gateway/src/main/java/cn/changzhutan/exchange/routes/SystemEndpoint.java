package cn.changzhutan.exchange.routes;

import cn.changzhutan.exchange.SystemName;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.file.Path;

/** Where a back-office system of the own city is, for systems that the gateway itself goes to. */
public sealed interface SystemEndpoint {
    SystemName system();

    /** The system drops files here for the gateway. @param charset in which the system reads the result files that it gets back */
    record DropIn(SystemName system, Path folder, Charset charset) implements SystemEndpoint {}

    /** The gateway drops files here for the system. */
    record DropOut(SystemName system, Path folder) implements SystemEndpoint {}

    /** The gateway posts to this address; http or https, without query, fragment or user. */
    record Push(SystemName system, URI url) implements SystemEndpoint {}
}
