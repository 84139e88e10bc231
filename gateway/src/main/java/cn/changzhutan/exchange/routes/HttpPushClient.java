package cn.changzhutan.exchange.routes;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.Timeout;

/**
 * How the gateway talks to a back office: a pool of connections for each address alone, times that end, answers that end, and no
 * behaviour of a browser (redirects, cookies, retries, decompression).
 *
 * @param connections at most so many to one system
 * @param patience for a connection, for the first byte and between bytes of an answer, and for all of it
 * @param answerBytes an answer's body may be so long
 */
record HttpPushClient(int connections, Duration patience, long answerBytes) implements HttpClientConfigurer {
    /** Bytes of one line of an answer's head, and lines: without bounds one broken system could fill this process' memory. */
    private static final int HEADER_LINE = 16 * 1024;

    private static final int HEADERS = 200;

    static final HttpPushClient DEFAULT = new HttpPushClient(DeliveryLoop.WINDOW, Duration.ofSeconds(20), 64 * 1024);

    @Override
    public void configureHttpClient(HttpClientBuilder builder) {
        Timeout timeout = Timeout.of(patience);
        Http1Config head = Http1Config.custom()
                .setMaxLineLength(HEADER_LINE)
                .setMaxHeaderCount(HEADERS)
                .build();
        builder.setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                        .http1Config(head)
                        .responseParserFactory(new WholeHeads(head))
                        .build())
                .setMaxConnTotal(connections)
                .setMaxConnPerRoute(connections)
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(timeout)
                        .setSocketTimeout(timeout)
                        .build())
                .build());
        builder.setConnectionManagerShared(false);
        builder.setDefaultRequestConfig(RequestConfig.custom()
                .setConnectionRequestTimeout(timeout)
                .setResponseTimeout(timeout)
                .setRedirectsEnabled(false)
                .setAuthenticationEnabled(false)
                .build());
        builder.disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableContentCompression()
                .disableAuthCaching();
        builder.addResponseInterceptorFirst(this::bound);
    }

    private void bound(HttpResponse response, EntityDetails details, HttpContext context) {
        if (response instanceof ClassicHttpResponse classic && classic.getEntity() != null) {
            classic.setEntity(
                    new BoundedEntity(classic.getEntity(), answerBytes, System.nanoTime() + patience.toNanos()));
        }
    }

    private static final class BoundedEntity extends HttpEntityWrapper {
        private final long limit;
        private final long end;

        BoundedEntity(HttpEntity entity, long limit, long end) {
            super(entity);
            this.limit = limit;
            this.end = end;
        }

        @Override
        public InputStream getContent() throws IOException {
            return new BoundedStream(super.getContent(), limit, end);
        }
    }

    private static final class BoundedStream extends FilterInputStream {
        private final long limit;
        private final long end;
        private long left;

        BoundedStream(InputStream in, long limit, long end) {
            super(in);
            this.limit = limit;
            this.end = end;
            this.left = limit;
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            count(read < 0 ? 0 : 1);
            return read;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            count(Math.max(read, 0));
            return read;
        }

        private void count(int bytes) throws IOException {
            left -= bytes;
            if (left < 0) {
                throw new AnswerTooLargeException(limit);
            }
            if (System.nanoTime() - end > 0) {
                throw new InterruptedIOException("answer not complete in time");
            }
        }
    }
}
