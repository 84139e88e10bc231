#!/usr/bin/env python3
"""Verifies a bundle of evidence with python3 and OpenSSL 3 alone:  verify-bundle.py BUNDLE.zip POLICY"""
import base64, hashlib, json, os, subprocess, sys, tempfile, zipfile

ED25519 = bytes.fromhex("302a300506032b6570032100")  # before a raw public key: its DER form
SM2 = bytes.fromhex("3059301306072a8648ce3d020106082a811ccf5501822d034200")
LOG = {b"\x01": ED25519, b"\xffsm2-sm3.changzhutan/v1": SM2}
WITNESS = {b"\x04": ED25519, b"\xffsm2-sm3-cosignature.changzhutan/v1": SM2}


def need(holds, what):
    if not holds:
        sys.exit("DOES NOT HOLD: " + what)


def openssl(*args, data=b""):
    return subprocess.run(["openssl", *args], input=data, capture_output=True)


def sm3(data, key=None):
    hmac = ["-mac", "HMAC", "-macopt", "hexkey:" + key.hex()] if key else []
    return openssl("dgst", "-sm3", *hmac, "-binary", data=data).stdout.hex()


def signed(der, key, message, signature):
    with tempfile.TemporaryDirectory() as d:
        for name, data in (("key", der + key), ("message", message), ("signature", signature)):
            open(os.path.join(d, name), "wb").write(data)
        extra = ["-digest", "sm3", "-pkeyopt", "distid:1234567812345678"] if der == SM2 else []
        return openssl("pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", d + "/key", "-rawin", *extra,
                       "-in", d + "/message", "-sigfile", d + "/signature").returncode == 0


def vkey(text, kinds):  # name+id+base64(type, key) -> name, id, DER prefix, key; the id follows from the rest
    name, ident, data = text.split("+", 2)
    data = base64.b64decode(data, validate=True)
    need(hashlib.sha256(name.encode() + b"\n" + data).hexdigest()[:8] == ident, "policy: id of " + name)
    kind = max((k for k in kinds if data.startswith(k)), key=len)
    return name, bytes.fromhex(ident), kinds[kind], data[len(kind):]


city, logs, until, witnesses, groups, quorum = {}, [], {}, {}, {}, None
for line in open(sys.argv[2], encoding="utf-8"):
    word = line.split()
    if not word or word[0].startswith("#"): continue
    if word[0] == "city": city[word[2]] = word[1]
    elif word[0] == "log": logs.append(vkey(word[1], LOG))
    elif word[0] == "until": until[word[1]] = int(word[2])
    elif word[0] == "witness": witnesses[word[1]] = vkey(word[2], WITNESS)
    elif word[0] == "group": groups[word[1]] = word[2:]
    elif word[0] == "quorum": quorum = word[1]


def reached(name, have):
    if name not in groups: return name in have
    count = sum(reached(member, have) for member in groups[name][1:])
    return count >= {"any": 1, "all": len(groups[name]) - 1}.get(groups[name][0]) if groups[name][0] in ("any", "all") \
        else count >= int(groups[name][0])


def checkpoint(note, what):
    text, lines = note.rsplit("\n\n", 1)
    text += "\n"
    origin, size, root = text.splitlines()
    lines = [line[2:].split(" ") for line in lines.splitlines()]
    found = lambda name, ident: [s[4:] for n, b in lines if n == name for s in [base64.b64decode(b)] if s[:4] == ident]
    for der in (ED25519, SM2):
        good = [signed(der, key, text.encode(), s) for name, ident, kind, key in logs if kind == der and name == origin
                and int(size) <= until.get(name + "+" + ident.hex(), 1 << 63) for s in found(name, ident)]
        need(good and all(good), f"{what}: the log {origin} signed its checkpoint with Ed25519 and SM2")
    have = {w for w, (name, ident, der, key) in witnesses.items() if name.split("/")[0] != origin.split("/")[0]
            for s in found(name, ident)
            if signed(der, key, f"cosignature/v1\ntime {int.from_bytes(s[:8], 'big')}\n{text}".encode(), s[8:])}
    need(reached(quorum, have), f"{what}: a quorum of witnesses cosigned the checkpoint (have: {sorted(have)})")
    return origin, int(size), base64.b64decode(root)


def included(leaf, index, size, path, root):  # RFC 9162, section 2.1.3.2
    fn, sn, r = index, size - 1, hashlib.sha256(b"\0" + leaf).digest()
    for p in path:
        if sn == 0: return False
        if fn & 1 or fn == sn:
            r = hashlib.sha256(b"\1" + p + r).digest()
            while fn and not fn & 1: fn, sn = fn >> 1, sn >> 1
        else:
            r = hashlib.sha256(b"\1" + r + p).digest()
        fn, sn = fn >> 1, sn >> 1
    return index < size and sn == 0 and r == root


bundle = zipfile.ZipFile(sys.argv[1])
need(len(bundle.namelist()) == len(set(bundle.namelist())), "each file stands in the bundle once")
files = {name: bundle.read(name) for name in bundle.namelist()}
leaf, place = {}, {}
for part in ("accepted", "received", "closed", "receipt"):
    if part + ".json" in files:
        data = files[part + ".json"]
        head, note = files[part + ".tlog-proof"].decode().split("\n\n", 1)
        head = head.splitlines()
        need(head[0] == "c2sp.org/tlog-proof@v1" and head[1].startswith("index "), part + ": a tlog-proof")
        origin, size, root = checkpoint(note, part)
        leaf[part], index = json.loads(data), int(head[1][6:])
        owner = leaf[part]["fromCity" if part in ("accepted", "receipt") else "toCity"]
        need(city.get(origin) == owner, f"{part}: {origin} is a log of {owner}")
        need(included(data, index, size, [base64.b64decode(p) for p in head[2:]], root), part + ": it stands in the tree")
        place[part] = (city[origin], str(index), hashlib.sha256(b"\0" + data).hexdigest())
        print(f"holds: {leaf[part]['event']} of {leaf[part]['time']} is entry {index} of {origin}, signed and witnessed")
need("accepted" in leaf and "closed" in leaf and len(leaf) > 2, "leaves of both cities are here")
for part, to in (("received", "accepted"), ("closed", "accepted"), ("receipt", "closed")):
    if part in leaf:
        other = leaf[part]["counterpart"]
        need((city.get(other["origin"]), other["index"], other["leafHash"]) == place[to], f"{part} points at {to}")
        need(leaf[part]["exchangeId"] == leaf["accepted"]["exchangeId"], "all speak of one exchange")
if "receipt" in leaf:
    need(leaf["receipt"]["outcome"] == leaf["closed"].get("outcome", "DELIVERED"), "both cities say the same of the outcome")
print("holds: the leaves of both cities point at each other")
if "envelope.json" in files:
    need(sm3(files["envelope.json"]) == leaf["accepted"]["envelopeDigest"], "the envelope is the one that the leaf names")
    print("holds: the encrypted record is the one that the leaf names")
if "opening.json" in files:
    opening = files["opening.json"]
    content = json.loads(opening)
    record = opening[opening.index(b'"record":') + 9:opening.rindex(b',"salts":')]
    need(json.loads(record) == content["record"], "the opening is canonical JSON")
    salt = base64.b64decode(content["salts"]["record"])
    need(sm3(b"record/v1\n" + record, salt) == leaf["accepted"]["recordDigest"], "the record is the one that the leaf commits to")
    for person in content["openings"]["persons"]:
        commitment = sm3(f"person/v1\n{person['idType']}\0{person['id']}".encode(), base64.b64decode(person["nonce"]))
        need(commitment in leaf["accepted"]["commitments"]["persons"], "the person is one that the leaf commits to")
    for name, field in (("officer", "officer"), ("case", "caseNumber"), ("onBehalfOf", "onBehalfOf")):
        shown = content["openings"].get(name)
        commitment = shown and sm3(f"{name}/v1\n{shown['value']}".encode(), base64.b64decode(shown["nonce"]))
        need(commitment == leaf["accepted"]["commitments"].get(field), f"the {name} is the one that the leaf commits to")
    print("holds: the record and its persons are those to which the leaf commits")
print("VERIFIED")
