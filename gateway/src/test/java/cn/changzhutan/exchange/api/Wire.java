package cn.changzhutan.exchange.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One call over a socket of its own, byte for byte as the test wants it: no client library corrects anything on the way. */
final class Wire {
    private final int port;
    private final String method;
    private final String target;
    private final List<String> headers = new ArrayList<>();
    private byte[] body = new byte[0];
    private boolean chunked;
    private int announced;

    private Wire(int port, String method, String target) {
        this.port = port;
        this.method = method;
        this.target = target;
    }

    static Wire call(ApiServer server, String method, String target) {
        return new Wire(server.port(), method, target);
    }

    /** A call that lacks nothing to be accepted. */
    static Wire sending(ApiServer server, String target) {
        return call(server, "POST", target)
                .token(ApiServer.PENSION)
                .header("Idempotency-Key", "m-1")
                .header("Exchange-Purpose", "PENSION_TRANSFER")
                .header("Exchange-Officer", "%E7%8E%8B%E6%98%8E");
    }

    Wire token(String token) {
        return header("Authorization", "Bearer " + token);
    }

    Wire header(String name, String value) {
        headers.add(name + ": " + value);
        return this;
    }

    Wire without(String name) {
        headers.removeIf(header -> header.startsWith(name + ":"));
        return this;
    }

    Wire body(String type, byte[] bytes) {
        body = bytes;
        return header("Content-Type", type);
    }

    Wire body(String type, String text) {
        return body(type, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Another body of the same type. */
    Wire body(String text) {
        body = text.getBytes(StandardCharsets.UTF_8);
        return this;
    }

    /** Announces a longer body than it sends, and waits. */
    Wire announcing(int length) {
        announced = length;
        return this;
    }

    Wire chunked() {
        chunked = true;
        return this;
    }

    Reply send() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        StringBuilder head =
                new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\n");
        headers.forEach(header -> head.append(header).append("\r\n"));
        if (chunked) {
            head.append("Transfer-Encoding: chunked\r\n");
        } else if (body.length > 0 || method.equals("POST")) {
            head.append("Content-Length: ")
                    .append(Math.max(announced, body.length))
                    .append("\r\n");
        }
        out.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
        if (chunked) {
            for (int at = 0; at < body.length; at += 4096) {
                int length = Math.min(4096, body.length - at);
                out.writeBytes((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
                out.write(body, at, length);
                out.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
            }
            out.writeBytes("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        } else {
            out.writeBytes(body);
        }
        Reply reply = raw(port, out.toByteArray());
        OpenApiDocument.get().check(method, target, reply);
        return reply;
    }

    /** Sends these bytes and reads to the end of the connection. */
    static Reply raw(int port, byte[] request) {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request);
            socket.getOutputStream().flush();
            return Reply.parse(socket.getInputStream().readAllBytes());
        } catch (IOException e) {
            throw new AssertionError("no answer: " + e, e);
        }
    }

    /** @param headers names in lower case; text the body as UTF-8 */
    record Reply(int status, Map<String, String> headers, String text, String whole) {
        static Reply parse(byte[] bytes) {
            String whole = new String(bytes, StandardCharsets.UTF_8);
            int end = whole.indexOf("\r\n\r\n");
            if (end < 0) {
                throw new AssertionError("not an HTTP answer: '" + whole + "'");
            }
            String[] head = whole.substring(0, end).split("\r\n");
            Map<String, String> headers = new LinkedHashMap<>();
            for (int i = 1; i < head.length; i++) {
                int colon = head[i].indexOf(':');
                headers.put(
                        head[i].substring(0, colon).toLowerCase(Locale.ROOT),
                        head[i].substring(colon + 1).strip());
            }
            String text = whole.substring(end + 4);
            if ("chunked".equals(headers.get("transfer-encoding"))) {
                text = unchunk(bytes, whole.substring(0, end + 4).getBytes(StandardCharsets.UTF_8).length);
            }
            return new Reply(Integer.parseInt(head[0].split(" ")[1]), headers, text, whole);
        }

        private static String unchunk(byte[] bytes, int from) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            int at = from;
            while (true) {
                int end = at;
                while (bytes[end] != '\r') {
                    end++;
                }
                int length = Integer.parseInt(new String(bytes, at, end - at, StandardCharsets.US_ASCII), 16);
                if (length == 0) {
                    return out.toString(StandardCharsets.UTF_8);
                }
                out.write(bytes, end + 2, length);
                at = end + 2 + length + 2;
            }
        }

        JsonNode json() {
            try {
                return new ObjectMapper().readTree(text);
            } catch (IOException e) {
                throw new AssertionError("not JSON: " + text, e);
            }
        }

        List<JsonNode> lines() {
            return text.lines()
                    .map(line -> new Reply(status, headers, line, whole).json())
                    .toList();
        }

        String code() {
            return json().path("code").asText();
        }
    }
}
