package cn.changzhutan.exchange;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Which package may know which. Each rule says why, and what to do instead. */
@AnalyzeClasses(packages = "cn.changzhutan.exchange", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String ROOT = "cn.changzhutan.exchange";

    private static String in(String name) {
        return ROOT + "." + name + "..";
    }

    private static ArchRule onlyKnows(String name, String because, String... others) {
        String[] forbidden = java.util.stream.Stream.of(
                        "schema",
                        "mapping",
                        "agreement",
                        "crypto",
                        "log",
                        "pipeline",
                        "routes",
                        "api",
                        "store",
                        "witness",
                        "settings",
                        "audit",
                        "verify",
                        "local",
                        "run")
                .filter(each -> !each.equals(name) && !java.util.List.of(others).contains(each))
                .map(ArchitectureTest::in)
                .toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage(in(name))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(forbidden)
                .because(because);
    }

    @ArchTest
    static final ArchRule nouns_importNothingButJava = classes()
            .that()
            .resideInAPackage(ROOT)
            .and()
            .doNotHaveSimpleName("Main")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(ROOT, "java..", "com.fasterxml.jackson..")
            .because("every package speaks in nouns, so nouns must not know any of them;"
                    + " put work beside the package that does it");

    @ArchTest
    static final ArchRule schema =
            onlyKnows("schema", "validation must be usable by anyone; what it needs from outside is a parameter");

    @ArchTest
    static final ArchRule mapping = onlyKnows(
            "mapping",
            "a mapping turns one form into another and decides nothing; ask the pipeline to combine",
            "schema");

    @ArchTest
    static final ArchRule agreement =
            onlyKnows("agreement", "who may send what is decided from the agreement alone; pass in what it needs");

    @ArchTest
    static final ArchRule crypto =
            onlyKnows("crypto", "keys and ciphers know nothing of records; formats that use them live above");

    @ArchTest
    static final ArchRule log = onlyKnows(
            "log",
            "the log's mathematics must be checkable without a database or broker; hand it the hashes",
            "crypto");

    @ArchTest
    static final ArchRule store =
            onlyKnows("store", "SQL stands in one place and decides nothing; effects in the pipeline call it");

    @ArchTest
    static final ArchRule witness = onlyKnows(
            "witness",
            "a witness is of no city and has no database; where it keeps its state is a port",
            "crypto",
            "log");

    @ArchTest
    static final ArchRule pipeline = onlyKnows(
            "pipeline",
            "the pipeline is called by routes, api and local and must not know them; give it a port",
            "schema",
            "mapping",
            "agreement",
            "crypto",
            "log",
            "store",
            "witness");

    @ArchTest
    static final ArchRule verify = onlyKnows(
            "verify",
            "who judges a gateway must share no code with what a gateway does; formats and mathematics live in log",
            "log",
            "crypto");

    @ArchTest
    static final ArchRule onlyMainKnowsTheVerifier = noClasses()
            .that()
            .resideOutsideOfPackages(ROOT, in("verify"))
            .should()
            .dependOnClassesThat()
            .resideInAPackage(in("verify"))
            .because("a gateway that ran its judge could bend it; the verifier is a command of its own");

    @ArchTest
    static final ArchRule audit = onlyKnows(
            "audit",
            "what is asked of the log stands on its stores and is appended by the pipeline; nothing waits for it",
            "pipeline",
            "log",
            "store",
            "schema",
            "crypto");

    @ArchTest
    static final ArchRule settings = onlyKnows(
            "settings",
            "settings are files turned into values; whoever starts a gateway hands them to the pipeline",
            "schema",
            "mapping",
            "agreement",
            "crypto",
            "log");

    @ArchTest
    static final ArchRule routes =
            onlyKnows("routes", "Camel routes call the pipeline's steps, nothing below it", "pipeline");

    @ArchTest
    static final ArchRule api = onlyKnows(
            "api",
            "HTTP calls the doors of pipeline, audit and witness, nothing below them; what else it needs is a port",
            "pipeline",
            "audit",
            "witness");

    @ArchTest
    static final ArchRule frameworksStayAtTheEdge = noClasses()
            .that()
            .resideOutsideOfPackages(in("routes"), in("api"), in("local"), in("run"))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework..", "org.apache.camel..", "org.apache.kafka..", "jakarta..")
            .because("a record's way must be readable and testable without a framework; call it from the edge");

    @ArchTest
    static final ArchRule onlyCryptoKnowsBouncyCastle = noClasses()
            .that()
            .resideOutsideOfPackage(in("crypto"))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.bouncycastle..")
            .because("a hardware module replaces these classes one day; use Signer, KeyUnwrapper, Sm3");

    @ArchTest
    static final ArchRule onlyStoreKnowsSql = noClasses()
            .that()
            .resideOutsideOfPackages(in("store"), in("pipeline"), in("audit"), in("run"), in("local"))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "javax.sql..", "org.postgresql..")
            .because("SQL has one place; pipeline and audit only open the transactions");
}
