package cn.changzhutan.exchange;

/**
 * One thing that is wrong with what a sender handed over. It never holds a value from the record.
 *
 * @param code stable, upper case with underscores: what programs branch on
 * @param pointer JSON Pointer (RFC 6901) into the shared or native record, or "" for the whole
 * @param hint what to do about it, in English
 * @param hintZh the same in Chinese
 */
public record Problem(String code, String pointer, String hint, String hintZh) {}
