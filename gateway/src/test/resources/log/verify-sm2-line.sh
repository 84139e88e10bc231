# Verifies the SM2 line of a checkpoint with OpenSSL 3. Here: checkpoint, the signed note, and trust.yaml, the city's trust file.
set -e

# The city's SM2 key, a point of 65 bytes; with a fixed prefix before it ("a point of the curve SM2") it is a public key in DER.
origin=$(sed -n 's/^origin: //p' trust.yaml)
sed -n 's/^sm2: //p' trust.yaml | openssl base64 -d -A > point
{
  printf '\060\131\060\023\006\007\052\206\110\316\075\002\001\006\010\052\201\034\317\125\001\202\055\003\102\000'
  cat point
} | openssl pkey -pubin -inform DER -out sm2.pem

# What is signed: all before the empty line. The signature: of the log's lines, the one that begins with the key's id.
sed '/^$/,$d' checkpoint > text
id=$({ printf '%s\n\377sm2-sm3.changzhutan/v1' "$origin"; cat point; } | openssl dgst -sha256 -binary | head -c 4 | od -An -tx1)
sed -n "s|^— $origin ||p" checkpoint | while read -r line; do
  printf '%s' "$line" | openssl base64 -d -A > line
  if [ "$(head -c 4 line | od -An -tx1)" = "$id" ]; then tail -c +5 line > signature; fi
done

openssl pkeyutl -verify -pubin -inkey sm2.pem -rawin -digest sm3 -pkeyopt distid:1234567812345678 -in text -sigfile signature
