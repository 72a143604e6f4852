"""Reads media of the public format, version 1, written from its description alone.

Takes dumps as JSON lines on standard input and prints one JSON line for each:

  {"kind":"image","bytes":HEX,"key":HEX}                     key = public key, 65 bytes
  {"kind":"blocklist","bytes":HEX,"key":HEX,"system":HEX}
  {"kind":"event","bytes":HEX,"key":HEX}                     key = the medium's lock-carry key
  {"kind":"configuration","bytes":HEX,"key":HEX,"seal":HEX}  seal = the lock's sealing key
  {"kind":"set","bytes":HEX,"bound":N}
  {"kind":"derivation","base":HEX,"uid":HEX,"system":HEX}

Answers {"ok":true, ...} with what was read, or {"ok":false,"reason":...}.
"""

import hashlib
import json
import sys

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.cmac import CMAC

LEAF, PAGE, HEAD_LIMITS = 60, 90, (456, 376, 280)
DECISIONS = ("open not-listed not-yet-valid expired outside-times blocked wrong-system "
             "old-generation bad-signature wrong-uid clock-unsure").split()


class Refused(Exception):
    pass


def need(condition, reason):
    if not condition:
        raise Refused(reason)


class Front:
    def __init__(self, data):
        self.data, self.place = data, 0

    def take(self, count):
        need(self.place + count <= len(self.data), "truncated")
        self.place += count
        return self.data[self.place - count:self.place]

    def number(self, count):
        return int.from_bytes(self.take(count), "big")

    def leb(self):
        value = 0
        for group in range(5):
            byte = self.number(1)
            value |= (byte & 0x7F) << 7 * group
            if byte < 0x80:
                need(value < 1 << 32, "number too large")
                return value
        raise Refused("number too long")

    def rest(self):
        return self.data[self.place:]


def golomb(front, count, bound):
    if count == 0:
        return []
    need(count <= bound, "more numbers than there are")
    divisor = max(1, (693 * (2 * bound - count) + 1000 * count) // (2000 * count))
    width = (divisor - 1).bit_length()
    short, data, place = (1 << width) - divisor, front.rest(), 0

    def bit():
        nonlocal place
        need(place < 8 * len(data), "truncated")
        place += 1
        return data[(place - 1) // 8] >> 7 - (place - 1) % 8 & 1

    numbers, following = [], 0
    for _ in range(count):
        number = following
        while bit():
            number += divisor
        rest = 0
        for _ in range(width - 1):
            rest = rest << 1 | bit()
        if width and rest >= short:
            rest = (rest << 1 | bit()) - short
        number += rest
        need(number < bound, "number out of bound")
        numbers.append(number)
        following = number + 1
    while place % 8:
        need(bit() == 0, "padding")
    front.take(place // 8)
    return numbers


def number_set(front, bound):
    head = front.leb()
    count, bounded, mode = head >> 3, head >> 2 & 1, head & 3
    need(mode < 3, "unknown mode")
    base, extent = (front.leb(), front.leb()) if bounded else (0, bound)
    need(base + extent <= bound and (extent or not bounded), "bounds")
    listed = golomb(front, count, extent + (mode == 2))
    if mode == 0:
        return [base + number for number in listed]
    if mode == 1:
        missing = set(listed)
        return [base + number for number in range(extent) if number not in missing]
    borders = [0] + listed + [extent] if bounded else listed
    need(len(borders) % 2 == 0, "odd border")
    return [base + number for start, end in zip(borders[::2], borders[1::2])
            for number in range(start, end)]


def verify(key, message, signature):
    try:
        public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), key)
        r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
        public.verify(encode_dss_signature(r, s), message, ec.ECDSA(hashes.SHA256()))
    except (InvalidSignature, ValueError) as error:
        raise Refused("signature") from error


def mac(key, message):
    cmac = CMAC(AES(key))
    cmac.update(message)
    return cmac.finalize()


def conditions(front):
    profiles = []
    for _ in range(front.number(1)):
        profiles.append([list(front.take(3)) for _ in range(front.number(1))])
    found = []
    for _ in range(front.number(1)):
        flags = front.number(1)
        need(flags < 16, "unknown flags")
        start, end, place, expiry = (front.number(size) if flags & flag else None
                                     for flag, size in ((1, 4), (2, 4), (4, 1), (8, 2)))
        need(place is None or place < len(profiles), "unknown profile")
        found.append({"start": start, "end": end, "expiry": expiry,
                      "times": None if place is None else profiles[place]})
    return found


def block(front, start, places):
    bound, pairs, before = front.leb(), [], -1
    need(bound <= 1 << 24, "bound")
    for _ in range(front.number(1)):
        place = front.number(1)
        need(before < place < places, "unknown conditions")
        before = place
        pairs += [(place, start + number) for number in number_set(front, bound)]
    return pairs


def branches(front, count):
    found = [(front.number(3), front.take(12)) for _ in range(count)]
    need(len({start for start, _ in found}) == count, "branches start alike")
    return found


def image(dump):
    data = bytes.fromhex(dump["bytes"])
    front = Front(data)
    need(front.number(1) == 1, "format")
    levels, length = front.number(1), front.number(2)
    need(levels <= 2 and 104 <= length <= min(HEAD_LIMITS[levels], len(data)), "head")
    system, uid = front.take(8), front.take(7)
    generation, signer, key, home, leaves = (front.number(n) for n in (1, 1, 4, 2, 2))
    body = 32 * front.number(1)
    need(generation and signer and front.take(2) == bytes(2), "fields")
    revision, issued, signature = front.number(4), front.number(4), front.take(64)
    verify(bytes.fromhex(dump["key"]),
           b"keywright/image/1" + data[:40] + data[104:length], signature)
    front = Front(data[:length])
    front.place = 104
    known = conditions(front)
    groups = block(front, 0, len(known))
    if levels == 0:
        need(not leaves and not body, "leaves")
        locks = block(front, 0, len(known))
    else:
        listed = branches(front, front.number(1))
        need(length <= body <= length + 64 and not any(data[length:body]), "padding")
        rest = Front(data[body:])

        def part(domain, size, digest):
            content = rest.take(size)
            need(hashlib.sha256(domain + system + uid + content).digest()[:12] == digest, "hash")
            return Front(content)

        if levels == 2:
            pages, listed = listed, []
            need(len(pages) == -(-leaves // 6), "pages")
            for number, (_, digest) in enumerate(pages):
                page = part(b"keywright/page/1", PAGE, digest)
                listed += branches(page, min(6, leaves - 6 * number))
                need(not any(page.rest()), "padding")
        need(len(listed) == leaves, "leaves")
        locks = []
        for start, digest in listed:
            leaf = part(b"keywright/leaf/1", LEAF, digest)
            locks += block(leaf, start, len(known))
            need(not any(leaf.rest()), "padding")
    need(front.place == length, "head too long")
    entries = [[kind, number, known[place]] for kind, listed in (("group", groups), ("lock", locks))
               for place, number in listed]
    return {"system": system.hex(), "uid": uid.hex(), "generation": generation, "signer": signer,
            "key": key, "home_group": home, "revision": revision, "issued": issued,
            "entries": sorted(entries, key=json.dumps)}


def blocklist(dump):
    data = bytes.fromhex(dump["bytes"])
    front = Front(data)
    need(front.number(1) == 1, "format")
    signer, group, version, issued, length, count = (front.number(n) for n in (1, 2, 4, 4, 2, 2))
    need(80 < length <= len(data) and signer and group and count <= 500, "fields")
    verify(bytes.fromhex(dump["key"]), b"keywright/blocklist/1" + bytes.fromhex(dump["system"])
           + data[:16] + data[80:length], front.take(64))
    front = Front(data[:length])
    front.place = 80
    keys = number_set(front, front.number(3))
    need(len(keys) == count and not front.rest(), "count")
    return {"signer": signer, "group": group, "version": version, "issued": issued, "keys": keys}


def event(dump):
    data = bytes.fromhex(dump["bytes"])
    need(len(data) == 16 and mac(bytes.fromhex(dump["key"]), data[:12])[:4] == data[12:], "check")
    front = Front(data)
    need(front.number(1) == 1, "format")
    decision, flags = front.number(1), front.number(1)
    need(decision < len(DECISIONS) and flags < 16, "fields")
    lock, sequence, time = front.number(3), front.number(2), front.number(4)
    return {"decision": DECISIONS[decision], "lock": lock, "sequence": sequence,
            "time": time if flags & 1 else None, "battery_low": flags & 2 > 0,
            "list_taken": flags & 4 > 0, "list_given": flags & 8 > 0}


def configuration(dump):
    data = bytes.fromhex(dump["bytes"])
    front = Front(data)
    need(front.number(1) == 1, "format")
    signer, length, system, lock, identity = (
        front.number(1), front.number(2), front.take(8), front.number(4), front.take(16))
    revision, issued, group, flags, trusted, version = (
        front.number(n) for n in (4, 4, 2, 1, 1, 4))
    need(length == len(data) and flags < 2 and 1 <= trusted <= 2, "fields")
    verify(bytes.fromhex(dump["key"]), b"keywright/lock/1" + data[:48] + data[112:], front.take(64))
    keys = [[front.number(1), front.take(65).hex()] for _ in range(trusted)]
    transitions = []
    for _ in range(front.number(1)):
        transitions.append([front.number(4), int.from_bytes(front.take(2), "big", signed=True)])
    groups, sealed = number_set(front, 65536), front.take(front.number(1))
    need(not front.rest(), "length")
    associated = b"keywright/lock-keys/1" + data[:48] + data[112:length - len(sealed)]
    try:
        opened = AESGCM(bytes.fromhex(dump["seal"])).decrypt(sealed[:12], sealed[12:], associated)
    except InvalidTag as error:
        raise Refused("seal") from error
    need(len(opened) % 33 == 0, "sealed part")
    bases = [[opened[at], opened[at + 1:at + 17].hex(), opened[at + 17:at + 33].hex()]
             for at in range(0, len(opened), 33)]
    return {"signer": signer, "system": system.hex(), "lock": lock, "id": identity.hex(),
            "revision": revision, "issued": issued, "blocking_group": group, "clock": flags == 1,
            "blocklist_version": version, "trusted": keys, "transitions": transitions, "groups": groups,
            "bases": bases}


def plain_set(dump):
    return {"numbers": number_set(Front(bytes.fromhex(dump["bytes"])), dump["bound"])}


def derivation(dump):
    message = b"\x01" + bytes.fromhex(dump["uid"]) + b"\x57\x4b\xf5" + bytes.fromhex(dump["system"])
    return {"key": mac(bytes.fromhex(dump["base"]), message).hex()}


KINDS = {"image": image, "blocklist": blocklist, "event": event, "configuration": configuration,
         "set": plain_set, "derivation": derivation}


def main():
    for line in sys.stdin:
        dump = json.loads(line)
        try:
            answer = {"ok": True, **KINDS[dump["kind"]](dump)}
        except Refused as refused:
            answer = {"ok": False, "reason": str(refused)}
        print(json.dumps(answer))


if __name__ == "__main__":
    main()
