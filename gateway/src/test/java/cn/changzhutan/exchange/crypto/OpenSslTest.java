package cn.changzhutan.exchange.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What we sign and encrypt, another program verifies and decrypts, and the other way round. Only where OpenSSL 3 is installed. */
class OpenSslTest {
    private static final String SM2 = " -rawin -digest sm3 -pkeyopt distid:1234567812345678 -in message -sigfile sig";
    private static final byte[] MESSAGE = "长沙 𠮷 䶮\nline\n".getBytes(UTF_8);

    @TempDir
    Path folder;

    @BeforeEach
    void openssl() throws Exception {
        assumeTrue(run("openssl version | grep -q '^OpenSSL 3'") == 0, "OpenSSL 3 is not installed");
        Files.write(folder.resolve("message"), MESSAGE);
    }

    @Test
    void ourSm2Signature_isVerified() throws Exception {
        Signer signer = Fixture.keys().sm2();
        publicKey(signer.publicKey());
        for (int round = 0; round < 5; round++) {
            Files.write(folder.resolve("sig"), signer.sign(MESSAGE));
            assertThat(run("openssl pkeyutl -verify -pubin -inkey public.pem" + SM2))
                    .isZero();
        }
        Files.write(folder.resolve("message"), "another".getBytes(UTF_8));
        assertThat(run("openssl pkeyutl -verify -pubin -inkey public.pem" + SM2))
                .isNotZero();
    }

    @Test
    void itsSm2Signature_isVerifiedByUs() throws Exception {
        byte[] point = newKey();
        String sign = "openssl pkeyutl -sign -inkey private.pem" + SM2.replace("-sigfile", "-out");
        for (int round = 0; round < 5; round++) {
            assertThat(run(sign)).isZero();
            new Sm2Verifier(point).verify(MESSAGE, Files.readAllBytes(folder.resolve("sig")));
        }
    }

    @Test
    void itsWrappedKey_isUnwrappedByUs() throws Exception {
        KeyUnwrapper kek = Fixture.keys().kek();
        publicKey(Fixture.keys().publicKeys().kek());
        assertThat(run("openssl pkeyutl -encrypt -pubin -inkey public.pem -in message -out wrapped"))
                .isZero();
        assertThat(kek.unwrap(Files.readAllBytes(folder.resolve("wrapped")))).isEqualTo(MESSAGE);
    }

    @Test
    void ourWrappedKey_isUnwrappedByIt() throws Exception {
        byte[] point = newKey();
        byte[] wrapped = Sm2Cipher.encrypt(Sm2.publicKey(point), MESSAGE, new java.security.SecureRandom());
        Files.write(folder.resolve("wrapped"), wrapped);
        assertThat(run("openssl pkeyutl -decrypt -inkey private.pem -in wrapped -out secret"))
                .isZero();
        assertThat(Files.readAllBytes(folder.resolve("secret"))).isEqualTo(MESSAGE);
    }

    private byte[] newKey() throws Exception {
        assertThat(run("openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:SM2 -out private.pem && "
                        + "openssl pkey -in private.pem -pubout -outform DER -out public.der"))
                .isZero();
        byte[] der = Files.readAllBytes(folder.resolve("public.der"));
        return Arrays.copyOfRange(der, der.length - 65, der.length);
    }

    /** A point as a public key in PEM: a fixed prefix that says "point of the curve SM2" before it. */
    private void publicKey(byte[] point) throws Exception {
        Files.write(folder.resolve("point"), point);
        String prefix =
                "\\060\\131\\060\\023\\006\\007\\052\\206\\110\\316\\075\\002\\001\\006\\010\\052\\201\\034\\317\\125\\001"
                        + "\\202\\055\\003\\102\\000";
        assertThat(run("{ printf '" + prefix + "'; cat point; } | openssl pkey -pubin -inform DER -out public.pem"))
                .isZero();
    }

    private int run(String command) throws IOException, InterruptedException {
        return new ProcessBuilder("sh", "-c", command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start()
                .waitFor();
    }
}
