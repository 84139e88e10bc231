# Verifies the SM2 line of a checkpoint with OpenSSL 3. Here: checkpoint, the signed note, and policy, the file with the pinned keys.
set -e

# The log's SM2 key in the policy: a type of 23 bytes and a point of 65. With a fixed prefix before it ("a point of the curve SM2")
# the point is a public key in DER.
origin=$(head -n 1 checkpoint)
sed -n "s|^log $origin+\([0-9a-f]*\)+\([^ ]*\).*|\1 \2|p" policy | while read -r id key; do
  printf '%s' "$key" | openssl base64 -d -A > key
  if [ "$(wc -c < key)" -eq 88 ]; then
    {
      printf '\060\131\060\023\006\007\052\206\110\316\075\002\001\006\010\052\201\034\317\125\001\202\055\003\102\000'
      tail -c 65 key
    } | openssl pkey -pubin -inform DER -out sm2.pem
    printf '%s' "$id" > id
  fi
done

# What is signed: all before the empty line. The signature: of the log's lines, the one that begins with the key's id.
sed '/^$/,$d' checkpoint > text
sed -n "s|^— $origin ||p" checkpoint | while read -r line; do
  printf '%s' "$line" | openssl base64 -d -A > line
  if [ "$(head -c 4 line | od -An -v -tx1 | tr -d ' \n')" = "$(cat id)" ]; then tail -c +5 line > signature; fi
done

openssl pkeyutl -verify -pubin -inkey sm2.pem -rawin -digest sm3 -pkeyopt distid:1234567812345678 -in text -sigfile signature
