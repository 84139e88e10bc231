package cn.changzhutan.exchange;

import java.util.List;

/** The files that people edit do not stand together; the gateway does not start on them. */
public final class SettingsException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final List<String> problems;

    public SettingsException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    public List<String> problems() {
        return problems;
    }
}
