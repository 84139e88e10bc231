package cn.changzhutan.exchange.api;

import org.apache.catalina.core.StandardHost;
import org.apache.coyote.AbstractProtocol;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;

/** What the container must do and no property says. */
class TomcatTightening implements WebServerFactoryCustomizer<TomcatServletWebServerFactory>, Ordered {
    private static final int UPLOAD_TIMEOUT_MILLIS = 20_000;

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        factory.addContextCustomizers(context ->
                ((StandardHost) context.getParent()).setErrorReportValveClass(ProblemErrorReportValve.class.getName()));
        factory.addConnectorCustomizers(connector -> {
            connector.setAllowTrace(true); // refused in RequestFilter, as a problem
            connector.setXpoweredBy(false);
            if (connector.getProtocolHandler() instanceof AbstractHttp11Protocol<?> http) {
                // "100 Continue" once the body is wanted: who asks first never sends a body that is refused anyway
                http.setContinueResponseTiming("onRead");
                // the pause that a caller may make within a body; connection-timeout is for the head
                http.setDisableUploadTimeout(false);
                http.setConnectionUploadTimeout(UPLOAD_TIMEOUT_MILLIS);
                http.setMaxHeaderCount(64);
                http.setMaxTrailerSize(1024);
                http.setMaxExtensionSize(1024);
            }
            if (connector.getProtocolHandler() instanceof AbstractProtocol<?> protocol) {
                protocol.setTcpNoDelay(true);
            }
        });
    }

    /** After Boot's own, which adds an error valve of its own. */
    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE - 1;
    }
}
