package cn.changzhutan.exchange.mapping;

import static cn.changzhutan.exchange.mapping.TestFormats.format;
import static cn.changzhutan.exchange.mapping.TestFormats.optionProblems;
import static cn.changzhutan.exchange.mapping.TestFormats.problems;
import static cn.changzhutan.exchange.mapping.TestFormats.yaml;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class XmlFormatTest {
    private static final String OPTIONS = """
            xml:
              list: 迁移清单
              record: 迁移
              blanks: ["-", 无]
              fields: [编号, 编号/@root, 编号/@extension, 姓名, 单位/名称, 人员*/姓名, 备注*, 结果, 结果/@单位, 结果/#text]
              ignored: [附件, 单位/电话]
              literal: [结果/#text]
            """;
    private final NativeFormat xml = format(OPTIONS);

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private JsonNode read(String text) throws MalformedException {
        return xml.read(utf8(text));
    }

    @Test
    void everyShape_readsAsATree_andWritesBack() throws Exception {
        JsonNode tree = read("""
                <?xml version="1.0" encoding="UTF-8"?>
                <!-- 说明 -->
                <迁移><姓名>𠮷䶮·阿依古丽 </姓名>
                  <编号 root="2.16.156.10011.1.3" extension="1&amp;2"/>
                  <单位><名称><![CDATA[湘江<一>厂]]></名称><电话>13800001234</电话></单位>
                  <人员><姓名>张三</姓名></人员><备注>a</备注><人员><姓名>李四</姓名></人员><备注>b</备注>
                  <结果 单位="g/L">6.10</结果><附件><任何 x="1">东西</任何></附件></迁移>
                """);
        assertEquals(yaml("""
                        姓名: 𠮷䶮·阿依古丽
                        编号: {'@root': 2.16.156.10011.1.3, '@extension': 1&2}
                        单位: {名称: 湘江<一>厂}
                        人员: [{姓名: 张三}, {姓名: 李四}]
                        备注: [a, b]
                        结果: {'@单位': g/L, '#text': '6.10'}
                        """), tree);
        assertEquals("""
                <?xml version="1.0" encoding="UTF-8"?>
                <迁移>
                  <编号 root="2.16.156.10011.1.3" extension="1&amp;2"></编号>
                  <姓名>𠮷䶮·阿依古丽</姓名>
                  <单位>
                    <名称>湘江&lt;一&gt;厂</名称>
                  </单位>
                  <人员>
                    <姓名>张三</姓名>
                  </人员>
                  <人员>
                    <姓名>李四</姓名>
                  </人员>
                  <备注>a</备注>
                  <备注>b</备注>
                  <结果 单位="g/L">6.10</结果>
                </迁移>
                """, new String(xml.write(tree), StandardCharsets.UTF_8));
        assertEquals(tree, xml.read(xml.write(tree)));
    }

    @Test
    void blanks_areAbsent_exceptWhereLiteral() throws Exception {
        JsonNode tree = read("<迁移><编号/><姓名> 无 </姓名><单位><名称>-</名称></单位><备注>-</备注><结果>-</结果></迁移>");
        assertEquals(yaml("结果: {'#text': '-'}"), tree);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE 迁移 [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><迁移><姓名>&x;</姓名></迁移>",
                "<!DOCTYPE 迁移 SYSTEM \"http://127.0.0.1:1/x.dtd\"><迁移><姓名>x</姓名></迁移>",
                "<!DOCTYPE 迁移><迁移><姓名>x</姓名></迁移>",
                "<!DOCTYPE 迁移 [<!ENTITY % p SYSTEM \"http://127.0.0.1:1/p\">%p;]><迁移/>"
            })
    void documentTypeDeclaration_isRefusedBeforeAnythingIsFetched(String document) {
        assertEquals(List.of("XML_DTD "), problems(() -> read(document)));
        assertEquals(List.of("XML_DTD "), problems(() -> xml.split(utf8(document))));
    }

    @Test
    void entityBomb_isRefusedAtOnce() {
        StringBuilder bomb = new StringBuilder("<!DOCTYPE b [<!ENTITY a0 \"ha\">");
        for (int i = 1; i < 30; i++) {
            bomb.append("<!ENTITY a").append(i).append(" \"");
            bomb.append(("&a" + (i - 1) + ";").repeat(10)).append("\">");
        }
        bomb.append("]><迁移><姓名>&a29;</姓名></迁移>");
        assertTimeoutPreemptively(
                Duration.ofSeconds(20), () -> assertEquals(List.of("XML_DTD "), problems(() -> read(bomb.toString()))));
    }

    @Test
    void entityThatNobodyDeclared_isRefused() {
        assertEquals(List.of("MALFORMED_XML "), problems(() -> read("<迁移><姓名>&x;</姓名></迁移>")));
    }

    @Test
    void nestingWithoutEnd_isRefused_evenInsideWhatIsIgnored() {
        String deep = "<a>".repeat(40) + "</a>".repeat(40);
        assertEquals(List.of("MALFORMED_XML "), problems(() -> read("<迁移><附件>" + deep + "</附件></迁移>")));
    }

    @Test
    void elementNamedLikeAPerson_isRefusedWithoutTheName() {
        assertEquals(List.of("UNKNOWN_FIELD /迁移/?"), problems(() -> read("<迁移><阿依·古丽/></迁移>")));
    }

    @Test
    void whatTheFormDoesNotHave_isNamedByItsPath_allOfItTogether() {
        assertEquals(
                List.of(
                        "UNKNOWN_FIELD /迁移/@版本",
                        "UNKNOWN_FIELD /迁移/诊断",
                        "UNKNOWN_FIELD /迁移/人员[2]/电话",
                        "UNKNOWN_FIELD /迁移/姓名/@lang",
                        "UNKNOWN_FIELD /迁移/姓名/b",
                        "DUPLICATE_FIELD /迁移/姓名",
                        "WRONG_SHAPE /迁移/单位",
                        "UNKNOWN_FIELD /迁移/?"),
                problems(() -> read("""
                        <迁移 版本="2"><诊断><x/></诊断><人员><姓名>张三</姓名></人员><人员><电话>1</电话></人员>
                        <姓名 lang="zh">张<b>三</b></姓名><姓名>李四</姓名><单位>湘江厂</单位><_430102199003079973/></迁移>
                        """)));
    }

    @Test
    void elementOfAnotherNamespace_isUnknown_andASchemaHintIsNot() throws Exception {
        NativeFormat cda = format("xml: {list: L, record: R, namespace: 'urn:cda', fields: [A]}");
        String hint = "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:schemaLocation=\"urn:cda x.xsd\"";
        assertEquals(yaml("A: x"), cda.read(utf8("<c:R xmlns:c=\"urn:cda\" " + hint + "><c:A>x</c:A></c:R>")));
        assertEquals(
                List.of("UNKNOWN_FIELD /R/A"),
                problems(() -> cda.read(utf8("<R xmlns=\"urn:cda\"><A xmlns=\"urn:other\">x</A></R>"))));
        assertEquals(List.of("WRONG_SHAPE "), problems(() -> cda.read(utf8("<R><A>x</A></R>"))));
        assertEquals(yaml("A: x"), cda.read(cda.write(yaml("A: x"))));
    }

    @Test
    void list_isCutIntoDocuments_thatSayTheSame() throws Exception {
        List<byte[]> records = xml.split(utf8("""
                <迁移清单>
                  <迁移><编号 root="a&quot;b" extension="c&#10;d"/><姓名>𠮷&lt;三</姓名></迁移><!-- 二 -->
                  <迁移><姓名>李四</姓名><诊断 y="1"/></迁移>
                </迁移清单>
                """));
        assertEquals(2, records.size());
        assertEquals(yaml("{编号: {'@root': 'a\"b', '@extension': \"c\\nd\"}, 姓名: 𠮷<三}"), xml.read(records.get(0)));
        assertEquals(List.of("UNKNOWN_FIELD /迁移/诊断"), problems(() -> xml.read(records.get(1))));
    }

    @Test
    void namespacesOfAList_surviveTheCut() throws Exception {
        NativeFormat cda = format("xml: {list: L, record: R, namespace: 'urn:cda', fields: [A, B/C]}");
        List<byte[]> records = cda.split(utf8("<p:L xmlns:p=\"urn:cda\"><p:R><p:A>x</p:A></p:R><p:R><A>y</A></p:R>"
                + "<p:R p:v=\"1\"><p:A>z</p:A></p:R><p:R><p:B><p:C>q</p:C></p:B></p:R></p:L>"));
        assertEquals(yaml("A: x"), cda.read(records.get(0)));
        assertEquals(List.of("UNKNOWN_FIELD /R/A"), problems(() -> cda.read(records.get(1))));
        assertEquals(List.of("UNKNOWN_FIELD /R/@v"), problems(() -> cda.read(records.get(2))));
        assertEquals(yaml("B: {C: q}"), cda.read(records.get(3)));
    }

    @Test
    void documentOfOne_keepsItsBytes_andAListOfOneIsOneRecordToo() throws Exception {
        byte[] one = utf8("<迁移>\n<姓名>张三</姓名> <!-- --></迁移>");
        assertArrayEquals(one, xml.split(one).get(0));
        assertEquals(yaml("姓名: 张三"), read("<迁移清单><迁移><姓名>张三</姓名></迁移></迁移清单>"));
        assertEquals(List.of("NOT_ONE_RECORD /迁移清单"), problems(() -> read("<迁移清单/>")));
        assertEquals(List.of("NOT_ONE_RECORD /迁移清单"), problems(() -> read("<迁移清单><迁移/><迁移/></迁移清单>")));
        assertEquals(0, xml.split(utf8("<迁移清单/>")).size());
    }

    @Test
    void otherRootsAndOtherRecords_areRefused() {
        assertEquals(List.of("WRONG_SHAPE "), problems(() -> read("<养老/>")));
        assertEquals(List.of("WRONG_SHAPE /迁移清单/*[2]"), problems(() -> xml.split(utf8("<迁移清单><迁移/><养老/></迁移清单>"))));
        assertEquals(List.of("WRONG_SHAPE /迁移清单/*[1]"), problems(() -> xml.split(utf8("<迁移清单>x</迁移清单>"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "<迁移>", "<迁移></养老>", "<迁移/><迁移/>", "<迁移><姓名>\u0001</姓名></迁移>", "<迁移/>x"})
    void whatIsNotWellFormed_isRefused(String document) {
        assertEquals(List.of("MALFORMED_XML "), problems(() -> read(document)));
    }

    @Test
    void messages_neverQuoteTheContent() {
        String message = assertThrows(MalformedException.class, () -> read("<迁移><姓名>430102199003079973</姓</迁移>"))
                .problem()
                .toString();
        assertEquals(false, message.contains("430102199003079973") || message.contains("姓"));
    }

    @Test
    void charset_isTheRoutes_notTheDocuments() throws Exception {
        String text = "<?xml version=\"1.0\" encoding=\"%s\"?><迁移><姓名>𠮷䶮</姓名></迁移>";
        assertEquals(
                List.of("WRONG_CHARSET "),
                problems(() -> xml.read(text.formatted("GB18030").getBytes(StandardCharsets.UTF_8))));
        assertEquals(
                List.of("WRONG_CHARSET "),
                problems(() -> xml.read(text.formatted("UTF-8").getBytes(Charset.forName("GB18030")))));
        NativeFormat gb = format("xml: {list: L, record: 迁移, charset: GB18030, fields: [姓名]}");
        byte[] document = text.formatted("gb18030").getBytes(Charset.forName("GB18030"));
        assertEquals(yaml("姓名: 𠮷䶮"), gb.read(document));
        assertEquals(yaml("姓名: 𠮷䶮"), gb.read(gb.write(gb.read(document))));
        assertEquals(yaml("姓名: 张三"), xml.read(utf8("\uFEFF<迁移><姓名>张三</姓名></迁移>")));
    }

    @Test
    void many_areWrittenAsAListThatCanBeCutAgain() throws Exception {
        byte[] list = xml.writeAll(List.of(yaml("姓名: 张三"), yaml("姓名: 李四")));
        assertEquals(yaml("姓名: 李四"), xml.read(xml.split(list).get(1)));
    }

    @Test
    void controlCharacter_cannotBeWritten_andIsNamedByItsPath() {
        UnmappableException e =
                assertThrows(UnmappableException.class, () -> xml.write(yaml("人员: [{姓名: x}, {姓名: \"a\\u0001\"}]")));
        assertEquals("NOT_IN_XML /迁移/人员[2]/姓名", TestFormats.shown(e.problem()));
    }

    @Test
    void mappingThatGivesAnUnlistedField_isStopped() {
        assertThrows(IllegalStateException.class, () -> xml.write(yaml("诊断: x")));
    }

    @Test
    void place_isThePathOfTheElement() {
        assertEquals("/迁移/人员[2]/姓名", xml.place(JsonPointer.compile("/人员/1/姓名")));
        assertEquals("/迁移/结果", xml.place(JsonPointer.compile("/结果/#text")));
    }

    @Test
    void wrongOptions_areNamedTogether() {
        assertEquals(
                List.of(
                        "route.yaml: format.xml.list: missing (expected: text)",
                        "route.yaml: format.xml.fields: B/C repeats in one place and not in another",
                        "route.yaml: format.xml.ignored: A is listed as a field too",
                        "route.yaml: format.xml.literal: D is not one of the fields"),
                optionProblems("xml: {record: R, fields: [A, B*/C, B/C], ignored: [A], literal: [D]}"));
    }
}
