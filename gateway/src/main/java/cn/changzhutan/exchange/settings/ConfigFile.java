package cn.changzhutan.exchange.settings;

import java.nio.file.Path;

/** A file that people edit. @param name as the exchange log has it: from config/ or routes/ on, with slashes, wherever the folder lies */
record ConfigFile(Path path, String name) {
    /** The file's own name without its ending. */
    String stem() {
        String last = name.substring(name.lastIndexOf('/') + 1);
        int dot = last.lastIndexOf('.');
        return dot < 0 ? last : last.substring(0, dot);
    }
}
