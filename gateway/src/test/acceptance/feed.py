"""Sends synthetic pension records through a running demo: feed.py DEMO-FOLDER EXCHANGES [SEED]

DEMO-FOLDER is the project's folder in which `mvn -Pdemo` runs. Batches of 500 records in the shared form go from each city to the other two
in turn, so each record is two exchanges. The persons are invented, with valid check digits and names of everyday and rare characters.
"""
import json
import random
import sys
import time
import urllib.parse
import urllib.request

PORTS = {"changsha": 8101, "zhuzhou": 8102, "xiangtan": 8103}
WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]  # GB 11643
LINES = 500

demo, wanted = sys.argv[1], int(sys.argv[2])
seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
dice = random.Random(seed)


def citizen_id(male):
    division = dice.choice(["430102", "430103", "430211", "430302", "430382", "430181"])
    day = f"{dice.randint(1955, 2004)}{dice.randint(1, 12):02}{dice.randint(1, 28):02}"
    first = f"{division}{day}{dice.randint(0, 99):02}{2 * dice.randrange(5) + male}"
    return first + "10X98765432"[sum(int(a) * b for a, b in zip(first, WEIGHTS)) % 11]


def name():
    given = "".join(dice.choice("明华芳伟丽军静磊洋艳𬱖𪚥建国") for _ in range(2))
    return dice.choice(["买买提·玉素甫", "欧阳䶮", "𠮷" + given, dice.choice("王李张刘陈杨黄") + given])


def token(system):
    with open(f"{demo}/data/demo/credentials.txt") as lines:
        return next(line.split()[1] for line in lines if line.startswith(system + " "))


def batch(city, first):
    with open(f"{demo}/routes/{city}/pension/PARTICIPATION/samples/full.shared.json") as sample:
        record = json.load(sample)
    lines = []
    for number in range(first, first + LINES):
        male = dice.randrange(2)
        record.update(
            citizenId=citizen_id(male), sex="1" if male else "2", name=name(),
            personalNo=f"43{dice.randrange(10**11):011d}", monthlyBase=f"{dice.randint(4000, 20000)}.{dice.randrange(100):02}")
        lines.append(json.dumps({"id": f"feed-{seed}-{number}", "record": record}, ensure_ascii=False))
    others = ",".join(other for other in PORTS if other != city)
    call = urllib.request.Request(
        f"http://127.0.0.1:{PORTS[city]}/api/v1/batches?kind=pension&type=PARTICIPATION&to={others}",
        data="\n".join(lines).encode() + b"\n",
        headers={
            "Authorization": "Bearer " + token(city + "-pension"),
            "Content-Type": "application/vnd.changzhutan.shared+x-ndjson",
            "Exchange-Purpose": "PENSION_TRANSFER",
            "Exchange-Officer": urllib.parse.quote(dice.choice(["cs-0731", "李·办事员", "officer-3"])),
        })
    with urllib.request.urlopen(call, timeout=300) as answer:
        results = answer.read().decode().splitlines()
    return sum('"exchanges"' in result for result in results)


start, exchanges, first = time.time(), 0, 0
while exchanges < wanted:
    for city in PORTS:
        if exchanges < wanted:
            exchanges += 2 * batch(city, first)
            first += LINES
print(f"{exchanges} exchanges accepted in {time.time() - start:.1f} s")
