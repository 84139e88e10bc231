package cn.changzhutan.exchange;

/**
 * Keeps a spreadsheet from running a cell of an exported file as a formula, and takes the guard off again on the way in. A cell
 * that starts with {@code = + - @}, their full-width forms, a tab or a line break gets an apostrophe in front, and so does a cell
 * that already starts with apostrophes followed by one of these; on reading, one apostrophe is taken off exactly such cells. So
 * every text comes back as it was. Plain numbers ({@code -12.50}) are no formulas and stay as they are.
 */
public final class FormulaGuard {
    private static final String TRIGGERS = "=+-@＝＋－＠\t\r\n";
    private static final char GUARD = '\'';

    private FormulaGuard() {}

    public static String on(String cell) {
        return isTriggered(cell) ? GUARD + cell : cell;
    }

    public static String off(String cell) {
        return !cell.isEmpty() && cell.charAt(0) == GUARD && isTriggered(cell.substring(1)) ? cell.substring(1) : cell;
    }

    private static boolean isTriggered(String cell) {
        int i = 0;
        while (i < cell.length() && cell.charAt(i) == GUARD) {
            i++;
        }
        if (i == cell.length() || TRIGGERS.indexOf(cell.charAt(i)) < 0) {
            return false;
        }
        return i > 0 || !isNumber(cell);
    }

    private static boolean isNumber(String cell) {
        int digits = 0;
        int dots = 0;
        for (int i = 1; i < cell.length(); i++) {
            char c = cell.charAt(i);
            digits += c >= '0' && c <= '9' ? 1 : 0;
            dots += c == '.' ? 1 : 0;
        }
        return (cell.charAt(0) == '-' || cell.charAt(0) == '+')
                && digits > 0
                && dots <= 1
                && digits + dots + 1 == cell.length();
    }
}
