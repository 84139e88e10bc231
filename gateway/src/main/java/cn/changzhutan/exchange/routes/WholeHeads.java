package cn.changzhutan.exchange.routes;

import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParserFactory;
import org.apache.hc.core5.http.io.HttpMessageParser;
import org.apache.hc.core5.http.io.HttpMessageParserFactory;
import org.apache.hc.core5.http.io.HttpTransportMetrics;
import org.apache.hc.core5.http.io.SessionInputBuffer;
import org.apache.hc.core5.util.CharArrayBuffer;

/**
 * Takes an answer only if its head came to its end (RFC 9112 §8): the client's own parser reads {@code HTTP/1.1 200 OK} and a cut
 * connection as a whole answer, and a record would count as delivered.
 */
final class WholeHeads implements HttpMessageParserFactory<ClassicHttpResponse> {
    private final Http1Config bounds;

    /** @param bounds of a head, for every answer: what the client gives to {@link #create} has none */
    WholeHeads(Http1Config bounds) {
        this.bounds = bounds;
    }

    @Override
    public HttpMessageParser<ClassicHttpResponse> create(Http1Config ignored) {
        HttpMessageParser<ClassicHttpResponse> parser = DefaultHttpResponseParserFactory.INSTANCE.create(bounds);
        return (buffer, in) -> parser.parse(new Lines(buffer), in);
    }

    /** An end between two lines of a head is a failure; one before the first is for the parser. */
    private static final class Lines implements SessionInputBuffer {
        private final SessionInputBuffer buffer;
        private boolean begun;

        Lines(SessionInputBuffer buffer) {
            this.buffer = buffer;
        }

        @Override
        public int readLine(CharArrayBuffer line, InputStream in) throws IOException {
            int read = buffer.readLine(line, in);
            if (read < 0 && begun) {
                throw new ConnectionClosedException("the answer ended within its head");
            }
            begun = true;
            return read;
        }

        @Override
        public int length() {
            return buffer.length();
        }

        @Override
        public int capacity() {
            return buffer.capacity();
        }

        @Override
        public int available() {
            return buffer.available();
        }

        @Override
        public int read(byte[] bytes, int offset, int length, InputStream in) throws IOException {
            return buffer.read(bytes, offset, length, in);
        }

        @Override
        public int read(byte[] bytes, InputStream in) throws IOException {
            return buffer.read(bytes, in);
        }

        @Override
        public int read(InputStream in) throws IOException {
            return buffer.read(in);
        }

        @Override
        public HttpTransportMetrics getMetrics() {
            return buffer.getMetrics();
        }
    }
}
