"""Judges what a lock must answer to a medium, from the published format and rules alone: the bytes are read by
reader.py, the decision is made here. Knows nothing of the program's own code.

Takes visits as JSON lines on standard input:

  {"image":HEX,"uid":HEX,"generation":N, "configuration":HEX,"seal":HEX,"key":HEX, "blocklist":HEX|null, "at":SECONDS}

uid and generation are what the card itself shows (chip number, version of its keys), key is the public signing key of
the system, at is none where the lock is unsure of its time. Prints {"decision":"open"|"denied","reason":R|null}.
"""

import json
import sys

import reader

NEARNESS = ["clock-unsure", "expired", "not-yet-valid", "outside-times", "open"]


def local(transitions, now):
    """Weekday from Monday and quarter hour of the day, by the last offset that began (before the first, the first)."""
    begun = [minutes for start, minutes in transitions if start <= now] or [m for _, m in transitions[:1]] or [0]
    seconds = now + 60 * begun[-1]
    return (seconds // 86400 + 3) % 7, seconds % 86400 // 900


def judge(entry, lock, issued, now):
    if not any(entry[part] is not None for part in ("start", "end", "times", "expiry")):
        return "open"
    if now is None or not lock["clock"]:
        return "clock-unsure"
    if entry["expiry"] is not None and issued + 3600 * entry["expiry"] <= now:
        return "expired"
    if entry["end"] is not None and entry["end"] <= now // 60:
        return "expired"
    if entry["start"] is not None and now // 60 < entry["start"]:
        return "not-yet-valid"
    if entry["times"] is not None:
        day, quarter = local(lock["transitions"], now)
        if not any(days >> day & 1 and start <= quarter < end for days, start, end in entry["times"]):
            return "outside-times"
    return "open"


def verdict(visit):
    lock = reader.configuration({"bytes": visit["configuration"], "key": visit["key"], "seal": visit["seal"]})
    trusted = {generation: key for generation, key in lock["trusted"]}
    data = bytes.fromhex(visit["image"])
    if data[0] != 1:
        return "bad-signature"
    if data[4:12].hex() != lock["system"]:
        return "wrong-system"
    generation, signer = data[19], data[20]
    if generation != visit["generation"] or generation not in trusted or signer not in trusted:
        return "old-generation"
    try:
        table = reader.image({"bytes": visit["image"], "key": trusted[signer]})
    except reader.Refused:
        return "bad-signature"
    if table["uid"] != visit["uid"].lower():
        return "wrong-uid"
    if visit["blocklist"] is not None:
        held = reader.blocklist({"bytes": visit["blocklist"], "key": visit["key"], "system": lock["system"]})
        if held["group"] == lock["blocking_group"] and table["key"] in held["keys"]:
            return "blocked"
    fitting = [entry for kind, number, entry in table["entries"]
               if (kind == "lock" and number == lock["lock"]) or (kind == "group" and number in lock["groups"])]
    answers = [judge(entry, lock, table["issued"], visit["at"]) for entry in fitting]
    return max(answers, key=NEARNESS.index) if answers else "not-listed"


def main():
    for line in sys.stdin:
        answer = verdict(json.loads(line))
        opens = answer == "open"
        print(json.dumps({"decision": "open" if opens else "denied", "reason": None if opens else answer}))


if __name__ == "__main__":
    main()
