"""Drives a DESFire card through python-desfire, a program written by others, in native frames over a PN532.

Usage: native_client.py PORT. Prints a line for every step; ends with 0 when everything came back as written.
"""

import sys

from desfire import DESFire, DESFireKey, PN532UARTDevice, diversify_key, get_list
from desfire.enums import (
    DESFireCommunicationMode,
    DESFireFileType,
    DESFireKeySettings,
    DESFireKeyType,
)
from desfire.schemas import FilePermissions, FileSettings, KeySettings

UID = get_list("04A1B2C3D4E5F6")
AID = get_list("574BF5")
ZERO = "00" * 16


def done(what):
    print(f"done: {what}")


def check(found, expected, what):
    if found != expected:
        sys.exit(f"{what}: found {found!r}, expected {expected!r}")
    done(what)


def aes(data):
    return DESFireKey(KeySettings(key_type=DESFireKeyType.DF_KEY_AES), data)


def main():
    device = PN532UARTDevice(sys.argv[1], baudrate=115200, timeout=0.03)
    check(device.wait_for_card(timeout=5), UID, "the card is listed")
    card = DESFire(device)

    check(get_list(card.get_card_version().uid), UID, "version")
    settings = card.get_key_setting()
    check(settings.key_type, DESFireKeyType.DF_KEY_2K3DES, "key settings")
    card.authenticate(0, DESFireKey(settings, "00" * 8))
    done("ISO authentication with the factory key")
    check(card.get_real_uid(), UID, "card number")
    card.format_card()
    done("format")

    master = get_list("A0A1A2A3A4A5A6A7A8A9AAABACADAEAF")
    card.authenticate(0, DESFireKey(settings, "00" * 8))
    card.change_key(0, DESFireKey(settings, "00" * 8), aes(master), 0x21)
    card.select_application(0)
    check(card.get_key_setting().key_type, DESFireKeyType.DF_KEY_AES, "card master key turned into AES")
    check(card.get_key_version(0), 0x21, "version of the card master key")
    card.authenticate(0, aes(master))
    rules = KeySettings(
        key_type=DESFireKeyType.DF_KEY_AES,
        settings=[
            DESFireKeySettings.KS_ALLOW_CHANGE_MK,
            DESFireKeySettings.KS_LISTING_WITHOUT_MK,
            DESFireKeySettings.KS_CREATE_DELETE_WITHOUT_MK,
            DESFireKeySettings.KS_CONFIGURATION_CHANGEABLE,
        ],
    )
    card.create_application(AID, rules, 3)
    done("AES application")
    check(card.get_application_ids(), [AID], "list of applications")

    card.select_application(AID)
    check(card.get_key_setting().key_type, DESFireKeyType.DF_KEY_AES, "key settings of the application")
    card.authenticate(0, aes(ZERO))
    done("AES authentication")
    base = get_list("00112233445566778899AABBCCDDEEFF")
    keys = [diversify_key(base, UID + AID + [number]) for number in range(3)]
    for number in (1, 2):
        card.change_key(number, aes(ZERO), aes(keys[number]), 0x10 + number)
        check(card.get_key_version(number), 0x10 + number, f"key {number} changed")
    card.change_key(0, aes(ZERO), aes(keys[0]), 0x10)
    card.authenticate(0, aes(keys[0]))
    check(card.get_key_version(0), 0x10, "key 0 changed")

    # Enciphered only: this client sends the wrong half of the code in its MACed writes.
    mode = DESFireCommunicationMode.ENCRYPTED
    content = get_list(b"Keywright!" + bytes(range(1, 31)))
    for number, size in ((1, 64), (2, 200)):
        file = FileSettings(mode, DESFireFileType.MDFT_STANDARD_DATA_FILE, FilePermissions(2, 1, 1, 0), size)
        card.authenticate(0, aes(keys[0]))
        card.create_standard_file(number, file)
        found = card.get_file_settings(number)
        check((found.file_size, found.encryption), (size, mode), f"file {number}")
        card.authenticate(1, aes(keys[1]))
        card.write_file_data(number, 0, mode, content)
        done(f"write {len(content)} bytes")
        card.authenticate(2, aes(keys[2]))
        check(card.read_file_data(number, found)[: len(content)], content, f"read back {size} bytes")
    check(card.get_file_ids(), [1, 2], "list of files")


main()
