"""Flips one random byte of the stored log at a time and looks whether verify-log finds it: flip-bytes.py "PSQL" "VERIFY" TIMES [SEED]

PSQL is a psql call that reaches one city's database, VERIFY the verify-log command for that city's log, which must exit with 0 before and
after. Leaves, hash tiles and checkpoints take turns. Every byte is put back. Exits with 0 only if every change was found.
"""
import random
import subprocess
import sys

psql, verify, times = sys.argv[1].split(), sys.argv[2], int(sys.argv[3])
dice = random.Random(int(sys.argv[4]) if len(sys.argv) > 4 else 7)
PLACES = [
    ("log_entries", "entries", "first_index::text", "{}", "{}"),
    ("log_tile", "hashes", "level || '/' || tile", "{}", "{}"),
    ("log_checkpoint", "note", "size::text", "convert_to({}, 'UTF8')", "convert_from({}, 'UTF8')"),
]


def sql(text):
    # By standard input: a bundle is too long for a command line.
    done = subprocess.run(psql + ["-At", "-v", "ON_ERROR_STOP=1"], input=text, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def verified():
    return subprocess.run(verify, shell=True, capture_output=True, text=True)


def flip(table, column, key, to_bytes, from_bytes):
    row = dice.randrange(int(sql(f"select count(*) from {table}")))
    stored = to_bytes.format(column)
    name, length = sql(f"select {key}, length({stored}) from {table} order by 1 offset {row} limit 1").split("|")
    at = dice.randrange(int(length))
    where = f"where {key} = '{name}'"
    before = sql(f"select encode({stored}, 'hex') from {table} {where}")
    old = int(before[2 * at:2 * at + 2], 16)
    # A byte of a text must leave it a text, or the database itself refuses it.
    new = old ^ (1 << dice.randrange(8)) if to_bytes == "{}" else (ord("x") if old != ord("x") else ord("y"))
    changed = before[:2 * at] + f"{new:02x}" + before[2 * at + 2:]
    if to_bytes != "{}" and not is_text(changed):
        return f"{table} {name} byte {at}", None
    update = f"update {table} set {column} = " + from_bytes.format("decode('%s', 'hex')") + f" {where}"
    sql(update % changed)
    result = verified()
    sql(update % before)
    return f"{table} {name} byte {at}", result


def is_text(hexadecimal):
    try:
        bytes.fromhex(hexadecimal).decode()
        return True
    except UnicodeDecodeError:
        return False


assert verified().returncode == 0, "the log does not verify as it is"
found = flipped = 0
while flipped < times:
    place, result = flip(*PLACES[flipped % len(PLACES)])
    if result is None:
        continue
    flipped += 1
    found += result.returncode != 0
    print(f"{flipped} {place}: {'found' if result.returncode else 'MISSED'} {(result.stderr.splitlines() or [''])[0]}", flush=True)
assert verified().returncode == 0, "the log does not verify after all was put back"
print(f"found {found} of {flipped}")
sys.exit(0 if found == flipped else 1)
