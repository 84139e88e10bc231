package cn.changzhutan.exchange.chaos;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One call on a socket of its own, bytes as they are: what no client library would send. */
public final class RawHttp {
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([0-9]{3})");
    private static final int PATIENCE = 60_000;

    /**
     * What came back.
     *
     * @param statuses of every answer on the connection; none if the server closed it without a word
     * @param text the whole of it, as UTF-8
     */
    public record Reply(List<Integer> statuses, String text) {
        /** Of the first answer; 0 if there is none. */
        public int status() {
            return statuses.isEmpty() ? 0 : statuses.get(0);
        }

        public boolean isProblem() {
            return text.toLowerCase(Locale.ROOT).contains("content-type: application/problem+json");
        }
    }

    private RawHttp() {}

    /** A head and a body that belong together. @param headers whole lines without their end */
    public static byte[] request(String method, String target, List<String> headers, byte[] body) {
        StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: gateway\r\n");
        headers.forEach(header -> head.append(header).append("\r\n"));
        head.append("Connection: close\r\nContent-Length: ").append(body.length).append("\r\n\r\n");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(head.toString().getBytes(StandardCharsets.UTF_8));
        out.writeBytes(body);
        return out.toByteArray();
    }

    /**
     * Sends these bytes, says that there are no more, and reads to the end.
     *
     * @throws AssertionError if the server neither answers nor closes
     */
    public static Reply send(int port, byte[] request) throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(PATIENCE);
            try {
                socket.getOutputStream().write(request);
                socket.shutdownOutput();
                byte[] step = new byte[8192];
                for (int n = socket.getInputStream().read(step);
                        n >= 0;
                        n = socket.getInputStream().read(step)) {
                    read.write(step, 0, n);
                }
            } catch (SocketTimeoutException e) {
                throw new AssertionError("neither an answer nor an end", e);
            } catch (SocketException e) {
                // The server has closed while there was still something to send: what it said before counts.
            }
        }
        String text = read.toString(StandardCharsets.UTF_8);
        List<Integer> statuses = new ArrayList<>();
        Matcher matcher = STATUS.matcher(text);
        while (matcher.find()) {
            statuses.add(Integer.parseInt(matcher.group(1)));
        }
        return new Reply(statuses, text);
    }
}
