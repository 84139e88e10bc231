package cn.changzhutan.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormulaGuardTest {
    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+cmd", "-2+3", "@SUM(A1)", "＝1", "\t=1", "\r=1", "-", "+1-1", "-1.2.3", "-."})
    void whatASpreadsheetWouldRun_getsAnApostrophe(String cell) {
        assertEquals("'" + cell, FormulaGuard.on(cell));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "张三", "-12.50", "+8", "1=1", "'引", "''"})
    void whatItWouldNotRun_staysAsItIs(String cell) {
        assertEquals(cell, FormulaGuard.on(cell));
        assertEquals(cell, FormulaGuard.off(cell));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {"'=1,''=1", "''@,'''@", "'-12.50,''-12.50"})
    void whatLooksGuardedAlready_isGuardedOnceMore(String cell, String guarded) {
        assertEquals(guarded, FormulaGuard.on(cell));
        assertEquals(cell, FormulaGuard.off(guarded));
    }

    @Property
    void everyText_comesBackAsItWas(
            @ForAll @Chars({'\'', '=', '+', '-', '@', '＝', '\t', '.', '张'}) @CharRange(from = '0', to = '2')
                    String cell) {
        String guarded = FormulaGuard.on(cell);
        assertEquals(cell, FormulaGuard.off(guarded));
        assertTrue(guarded.isEmpty() || "=@＝\t".indexOf(guarded.charAt(0)) < 0);
    }
}
