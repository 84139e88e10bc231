package cn.changzhutan.exchange.bench;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One kept-alive HTTP/1.1 connection of a load generator: cheaper than a client for every purpose, so that the machine's cores serve
 * what is measured. Opened again after the server closed it. Not thread-safe.
 */
final class HttpConnection implements AutoCloseable {
    private final int port;
    private Socket socket;
    private InputStream in;
    private OutputStream out;
    private final byte[] buffer = new byte[1 << 16];
    private int start;
    private int end;

    private byte[] body = new byte[1 << 16];
    private int length;
    private int status;
    private int retryAfter;
    private boolean closing;

    HttpConnection(URI server) {
        this.port = server.getPort();
    }

    /**
     * Sends a request and reads its answer.
     *
     * @param head request line and headers, each with its line end, without Content-Length
     * @return the status
     */
    int call(byte[] head, byte[] content, int contentLength) throws IOException {
        if (socket == null) {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(60_000);
            in = socket.getInputStream();
            out = socket.getOutputStream();
            start = 0;
            end = 0;
        }
        try {
            byte[] tail = (contentLength < 0 ? "\r\n" : "Content-Length: " + contentLength + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII);
            byte[] request = Arrays.copyOf(head, head.length + tail.length + Math.max(0, contentLength));
            System.arraycopy(tail, 0, request, head.length, tail.length);
            if (contentLength > 0) {
                System.arraycopy(content, 0, request, head.length + tail.length, contentLength);
            }
            out.write(request);
            readAnswer();
            if (closing) {
                close();
            }
            return status;
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    int status() {
        return status;
    }

    /** Seconds of the answer's Retry-After; 0 if it has none. */
    int retryAfter() {
        return retryAfter;
    }

    /** The answer's body; valid until the next call. */
    byte[] body() {
        return body;
    }

    int length() {
        return length;
    }

    String text() {
        return new String(body, 0, length, StandardCharsets.UTF_8);
    }

    /** How often the ASCII text stands in the body. */
    int count(String text) {
        byte[] wanted = text.getBytes(StandardCharsets.US_ASCII);
        int found = 0;
        for (int at = indexOf(wanted, 0); at >= 0; at = indexOf(wanted, at + wanted.length)) {
            found++;
        }
        return found;
    }

    /** @return -1 if it is not there */
    int indexOf(byte[] wanted, int from) {
        byte first = wanted[0];
        int last = length - wanted.length;
        for (int i = from; i <= last; i++) {
            if (body[i] == first && matches(wanted, i)) {
                return i;
            }
        }
        return -1;
    }

    private boolean matches(byte[] wanted, int at) {
        for (int j = 1; j < wanted.length; j++) {
            if (body[at + j] != wanted[j]) {
                return false;
            }
        }
        return true;
    }

    private void readAnswer() throws IOException {
        String line = line();
        status = Integer.parseInt(line.substring(9, 12));
        int contentLength = -1;
        boolean chunked = false;
        closing = false;
        retryAfter = 0;
        for (line = line(); !line.isEmpty(); line = line()) {
            String lower = line.toLowerCase(java.util.Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                contentLength = Integer.parseInt(lower.substring(15).strip());
            } else if (lower.startsWith("transfer-encoding:")) {
                chunked = lower.endsWith("chunked");
            } else if (lower.startsWith("retry-after:")) {
                retryAfter = Integer.parseInt(lower.substring(12).strip());
            } else if (lower.equals("connection: close")) {
                closing = true;
            }
        }
        length = 0;
        if (chunked) {
            for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
                read(size);
                line();
            }
            line();
        } else if (contentLength > 0) {
            read(contentLength);
        }
    }

    private void read(int count) throws IOException {
        if (length + count > body.length) {
            body = Arrays.copyOf(body, Math.max(body.length * 2, length + count));
        }
        int left = count;
        while (left > 0) {
            if (start == end) {
                fill();
            }
            int part = Math.min(left, end - start);
            System.arraycopy(buffer, start, body, length, part);
            start += part;
            length += part;
            left -= part;
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder(80);
        while (true) {
            if (start == end) {
                fill();
            }
            char c = (char) (buffer[start++] & 0xff);
            if (c == '\n') {
                line.setLength(Math.max(0, line.length() - 1));
                return line.toString();
            }
            line.append(c);
        }
    }

    private void fill() throws IOException {
        int count = in.read(buffer);
        if (count < 0) {
            throw new EOFException("the gateway closed the connection");
        }
        start = 0;
        end = count;
    }

    @Override
    public void close() {
        if (socket != null) {
            try {
                socket.close();
            } catch (IOException e) {
                // it is of no more use
            }
            socket = null;
        }
    }
}
