/*
 * Drives a DESFire card through libfreefare, a program written by others: makes an AES application, changes
 * its keys, makes a backup file, writes and commits it, and reads it back; then a file of each of the five types
 * (standard, backup, value, linear and cyclic records) with commit and abort; all in plain, MACed and enciphered
 * mode. Usage: fob_client SIZE [plain|maced|full|all|ciphers|prepare|rewrite|read|connect|first|again|change RANGES|fetch].
 * Prints a line for every step; ends with 0 when all that was read equals what was written.
 *
 * `ciphers` does the like with DES and triple DES keys, in the way of the first card generation and of EV1.
 *
 * For measuring, the three parts of the way stand alone: `prepare` formats the card and leaves an enciphered
 * backup file of SIZE bytes, `rewrite` shows the writer's key, writes the whole file and commits, `read`
 * shows the reader's key and reads it back.
 *
 * For a comparison with a station that does a whole job, the same job is done with the same application, keys,
 * files and sizes: `first` programs a factory card with an image of SIZE bytes and a blocklist, `again` writes
 * the image once more, `change FROM-TO,FROM-TO` looks at the image's fence and writes those bytes of it only,
 * each with everything read back and compared; `fetch` reads image, blocklist and events of a card whose lengths it does not know; `connect`
 * is what each of them costs before the first command and after the last.
 */
#include <err.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <nfc/nfc.h>
#include <freefare.h>

static unsigned steps;

static void done(MifareTag tag, int result, const char *what)
{
    if (result < 0)
        errx(1, "%s: %s", what, freefare_strerror(tag));
    steps++;
    printf("done: %s\n", what);
}

static void change_key(MifareTag tag, uint8_t number, MifareDESFireKey key, MifareDESFireKey old,
                       uint8_t expected)
{
    uint8_t version = 0;
    char what[64];
    snprintf(what, sizeof what, "change key %u", number);
    done(tag, mifare_desfire_change_key(tag, number, key, old), what);
    done(tag, mifare_desfire_get_key_version(tag, number, &version), "get key version");
    if (version != expected)
        errx(1, "key %u has version %02x", number, version);
}

static uint8_t *pattern(uint8_t number, size_t size)
{
    uint8_t *bytes = malloc(size);
    if (!bytes)
        errx(1, "out of memory");
    for (size_t at = 0; at < size; at++)
        bytes[at] = (uint8_t)(at * 31 + number * 7 + (at >> 8));
    return bytes;
}

static MifareDESFireKey test_key(int number)
{
    uint8_t bytes[16];
    for (int at = 0; at < 16; at++)
        bytes[at] = (uint8_t)(0x10 * (number + 1) + at);
    return mifare_desfire_aes_key_new_with_version(bytes, (uint8_t)(0x41 + number));
}

static void write_file(MifareTag tag, uint8_t number, int mode, size_t size)
{
    uint8_t *written = pattern(number, size);
    if (mifare_desfire_write_data_ex(tag, number, 0, size, written, mode) < 0)
        errx(1, "write: %s", freefare_strerror(tag));
    steps++;
    printf("done: write %zu bytes, mode %d\n", size, mode);
    free(written);
}

/* What is read must be the pattern, or zeros where `blank` is set. */
static void read_file(MifareTag tag, uint8_t number, int mode, size_t size, int blank)
{
    /* The library copies padding and checksum into the buffer. */
    uint8_t *expected = pattern(number, size), *found = calloc(1, size + 64);
    if (!found)
        errx(1, "out of memory");
    if (blank)
        memset(expected, 0, size);
    if (mifare_desfire_read_data_ex(tag, number, 0, size, found, mode) != (ssize_t)size)
        errx(1, "read: %s", freefare_strerror(tag));
    if (memcmp(expected, found, size))
        errx(1, "what was read differs from what was %s", blank ? "there before the commit" : "written");
    steps++;
    printf("done: read back %zu bytes, mode %d: equal\n", size, mode);
    free(expected);
    free(found);
}

static void round_trip(MifareTag tag, uint8_t number, int mode, size_t size, MifareDESFireKey writer,
                       MifareDESFireKey reader)
{
    uint16_t rights = (uint16_t)(2 << 12 | 1 << 8 | 1 << 4 | 0);
    done(tag, mifare_desfire_authenticate_aes(tag, 1, writer), "authenticate as writer");
    done(tag, mifare_desfire_create_backup_data_file(tag, number, (uint8_t)mode, rights, (uint32_t)size),
         "create backup file");
    write_file(tag, number, mode, size);
    read_file(tag, number, mode, size, 1);
    done(tag, mifare_desfire_commit_transaction(tag), "commit");
    done(tag, mifare_desfire_authenticate_aes(tag, 2, reader), "authenticate as reader");
    read_file(tag, number, mode, size, 0);
}

static void refused(MifareTag tag, int result, const char *what)
{
    (void)tag;
    if (result >= 0)
        errx(1, "%s: was not refused", what);
    steps++;
    printf("done: %s\n", what);
}

/* A refused command ends the session: the master's key is shown again. */
static void refused_then(MifareTag tag, int result, const char *what, MifareDESFireKey master)
{
    refused(tag, result, what);
    done(tag, mifare_desfire_authenticate_aes(tag, 0, master), "authenticate again");
}

static void undo(MifareTag tag)
{
    done(tag, mifare_desfire_abort_transaction(tag), "abort");
}

static void take(MifareTag tag)
{
    done(tag, mifare_desfire_commit_transaction(tag), "commit");
}

/* Written at once: there is nothing to commit or to abort. */
static void standard_file(MifareTag tag, uint8_t number, int mode, MifareDESFireKey master)
{
    done(tag, mifare_desfire_create_std_data_file(tag, number, (uint8_t)mode, 0x0000, 70), "create standard file");
    read_file(tag, number, mode, 70, 1);
    write_file(tag, number, mode, 70);
    read_file(tag, number, mode, 70, 0);
    refused_then(tag, mifare_desfire_abort_transaction(tag), "nothing to abort", master);
    read_file(tag, number, mode, 70, 0);
    refused_then(tag, mifare_desfire_commit_transaction(tag), "nothing to commit", master);
    read_file(tag, number, mode, 70, 0);
}

static void backup_file(MifareTag tag, uint8_t number, int mode)
{
    done(tag, mifare_desfire_create_backup_data_file(tag, number, (uint8_t)mode, 0x0000, 70), "create backup file");
    write_file(tag, number, mode, 70);
    read_file(tag, number, mode, 70, 1);
    undo(tag);
    read_file(tag, number, mode, 70, 1);
    write_file(tag, number, mode, 70);
    take(tag);
    read_file(tag, number, mode, 70, 0);
}

static void value_is(MifareTag tag, uint8_t number, int mode, int32_t expected)
{
    int32_t value = 0;
    done(tag, mifare_desfire_get_value_ex(tag, number, &value, mode), "get value");
    if (value != expected)
        errx(1, "the value is %d, not %d", value, expected);
}

static void value_file(MifareTag tag, uint8_t number, int mode)
{
    done(tag, mifare_desfire_create_value_file(tag, number, (uint8_t)mode, 0x0000, 0, 1000, 100, 1), "create value file");
    done(tag, mifare_desfire_credit_ex(tag, number, 50, mode), "credit");
    value_is(tag, number, mode, 100);
    undo(tag);
    value_is(tag, number, mode, 100);
    done(tag, mifare_desfire_credit_ex(tag, number, 50, mode), "credit");
    done(tag, mifare_desfire_debit_ex(tag, number, 30, mode), "debit");
    take(tag);
    value_is(tag, number, mode, 120);
    done(tag, mifare_desfire_limited_credit_ex(tag, number, 20, mode), "limited credit");
    undo(tag);
    value_is(tag, number, mode, 120);
    done(tag, mifare_desfire_limited_credit_ex(tag, number, 20, mode), "limited credit");
    take(tag);
    value_is(tag, number, mode, 140);
}

static void write_one(MifareTag tag, uint8_t number, int mode, char letter)
{
    uint8_t record[16];
    memset(record, letter, sizeof record);
    if (mifare_desfire_write_record_ex(tag, number, 0, sizeof record, record, mode) < 0)
        errx(1, "write record: %s", freefare_strerror(tag));
    steps++;
    printf("done: write record %c\n", letter);
}

/* The file holds these records, a letter for each, oldest first, and says so in its settings. */
static void records_are(MifareTag tag, uint8_t number, int mode, const char *letters)
{
    struct mifare_desfire_file_settings settings;
    uint8_t found[256] = {0};
    size_t count = strlen(letters);
    done(tag, mifare_desfire_get_file_settings(tag, number, &settings), "get file settings");
    if (settings.settings.linear_record_file.current_number_of_records != count)
        errx(1, "%u records, not %zu", settings.settings.linear_record_file.current_number_of_records, count);
    if (count == 0)
        return;
    if (mifare_desfire_read_records_ex(tag, number, 0, 0, found, mode) < 0)
        errx(1, "read records: %s", freefare_strerror(tag));
    for (size_t at = 0; at < 16 * count; at++)
        if (found[at] != (uint8_t)letters[at / 16])
            errx(1, "record %zu is not %c", at / 16, letters[at / 16]);
    steps++;
    printf("done: read back %zu records, mode %d: equal\n", count, mode);
}

/* A record after an uncommitted clearing is refused; committed, the clearing leaves nothing. */
static void clear(MifareTag tag, uint8_t number, int mode, const char *letters, MifareDESFireKey master)
{
    uint8_t record[16] = {0};
    done(tag, mifare_desfire_clear_record_file(tag, number), "clear records");
    undo(tag);
    records_are(tag, number, mode, letters);
    done(tag, mifare_desfire_clear_record_file(tag, number), "clear records");
    refused_then(tag, (int)mifare_desfire_write_record_ex(tag, number, 0, 16, record, mode),
                 "a record after an uncommitted clearing", master);
    records_are(tag, number, mode, letters);
    done(tag, mifare_desfire_clear_record_file(tag, number), "clear records");
    take(tag);
    records_are(tag, number, mode, "");
    done(tag, mifare_desfire_change_file_settings(tag, number, 0, 0xEEE0), "change file settings");
}

static void linear_file(MifareTag tag, uint8_t number, int mode, MifareDESFireKey master)
{
    uint8_t record[16] = {0};
    done(tag, mifare_desfire_create_linear_record_file(tag, number, (uint8_t)mode, 0x0000, 16, 3), "create linear file");
    write_one(tag, number, mode, 'x');
    undo(tag);
    records_are(tag, number, mode, "");
    for (int n = 0; n < 3; n++) {
        write_one(tag, number, mode, (char)('a' + n));
        take(tag);
    }
    records_are(tag, number, mode, "abc");
    refused_then(tag, (int)mifare_desfire_write_record_ex(tag, number, 0, 16, record, mode), "a record into a full file",
                 master);
    clear(tag, number, mode, "abc", master);
}

static void cyclic_file(MifareTag tag, uint8_t number, int mode, MifareDESFireKey master)
{
    done(tag, mifare_desfire_create_cyclic_record_file(tag, number, (uint8_t)mode, 0x0000, 16, 4), "create cyclic file");
    for (int n = 0; n < 5; n++) {
        write_one(tag, number, mode, (char)('a' + n));
        take(tag);
    }
    records_are(tag, number, mode, "cde");
    write_one(tag, number, mode, 'x');
    undo(tag);
    records_are(tag, number, mode, "cde");
    clear(tag, number, mode, "cde", master);
}

/* Formats the card and makes an AES application with the test's keys, its master's key shown. */
static void application(MifareTag tag, MifareDESFireKey keys[3])
{
    uint8_t zero[16] = {0};
    MifareDESFireKey old = mifare_desfire_aes_key_new(zero), card = mifare_desfire_des_key_new(zero);
    MifareDESFireAID aid = mifare_desfire_aid_new(0x112233);
    uint32_t memory = 0;

    done(tag, mifare_desfire_select_application(tag, NULL), "select card");
    done(tag, mifare_desfire_authenticate(tag, 0, card), "authenticate to card");
    done(tag, mifare_desfire_format_picc(tag), "format");
    done(tag, mifare_desfire_free_mem(tag, &memory), "free memory");
    printf("memory: %u bytes\n", memory);
    done(tag, mifare_desfire_create_application_aes(tag, aid, 0x0F, 3), "create application");
    done(tag, mifare_desfire_select_application(tag, aid), "select application");
    done(tag, mifare_desfire_authenticate_aes(tag, 0, old), "authenticate to application");
    change_key(tag, 1, keys[1], old, 0x42);
    change_key(tag, 2, keys[2], old, 0x43);
    done(tag, mifare_desfire_change_key(tag, 0, keys[0], NULL), "change key 0");
    done(tag, mifare_desfire_authenticate_aes(tag, 0, keys[0]), "authenticate with the new key");
    mifare_desfire_key_free(old);
    mifare_desfire_key_free(card);
    free(aid);
}

static void run(MifareTag tag, size_t size, const char *modes)
{
    const struct { const char *name; int mode; } all[] = {{"plain", 0}, {"maced", 1}, {"full", 3}};
    MifareDESFireKey keys[3];
    int any = 0;

    for (int k = 0; k < 3; k++)
        keys[k] = test_key(k);
    done(tag, mifare_desfire_connect(tag), "connect");
    application(tag, keys);
    if (!strcmp(modes, "prepare")) {
        done(tag, mifare_desfire_create_backup_data_file(tag, 0, 3, 0x2110, (uint32_t)size), "create backup file");
        done(tag, mifare_desfire_disconnect(tag), "disconnect");
        return;
    }
    for (uint8_t m = 0; m < 3; m++) {
        if (strcmp(modes, "all") && strcmp(modes, all[m].name))
            continue;
        any = 1;
        round_trip(tag, m, all[m].mode, size, keys[1], keys[2]);
        done(tag, mifare_desfire_authenticate_aes(tag, 0, keys[0]), "authenticate as master");
        done(tag, mifare_desfire_delete_file(tag, m), "delete file");
    }
    if (!any)
        errx(2, "unknown mode %s", modes);

    /* Every type of file as the library speaks to it, on an empty card again. */
    if (!strcmp(modes, "all"))
        application(tag, keys);
    for (uint8_t m = 0; m < 3 && !strcmp(modes, "all"); m++) {
        uint8_t first = (uint8_t)(8 + 5 * m);
        standard_file(tag, first, all[m].mode, keys[0]);
        backup_file(tag, (uint8_t)(first + 1), all[m].mode);
        value_file(tag, (uint8_t)(first + 2), all[m].mode);
        linear_file(tag, (uint8_t)(first + 3), all[m].mode, keys[0]);
        cyclic_file(tag, (uint8_t)(first + 4), all[m].mode, keys[0]);
        printf("every type, %s\n", all[m].name);
    }
    done(tag, mifare_desfire_disconnect(tag), "disconnect");
    for (int k = 0; k < 3; k++)
        mifare_desfire_key_free(keys[k]);
}

typedef int (*authentication)(MifareTag, uint8_t, MifareDESFireKey);

static void one_cipher(MifareTag tag, size_t size, const char *name, authentication authenticate, int three,
                       MifareDESFireKey zero, MifareDESFireKey first, MifareDESFireKey second)
{
    MifareDESFireAID aid = mifare_desfire_aid_new(0x445566);
    uint8_t zeros[8] = {0}, version = 0;
    MifareDESFireKey card = mifare_desfire_des_key_new(zeros);
    printf("cipher: %s\n", name);
    done(tag, mifare_desfire_select_application(tag, NULL), "select card");
    done(tag, mifare_desfire_authenticate(tag, 0, card), "authenticate to card");
    done(tag, mifare_desfire_format_picc(tag), "format");
    done(tag, three ? mifare_desfire_create_application_3k3des(tag, aid, 0x0F, 2)
                    : mifare_desfire_create_application(tag, aid, 0x0F, 2), "create application");
    done(tag, mifare_desfire_select_application(tag, aid), "select application");
    done(tag, authenticate(tag, 0, zero), "authenticate");
    done(tag, mifare_desfire_change_key(tag, 1, second, zero), "change key 1");
    done(tag, mifare_desfire_get_key_version(tag, 1, &version), "get key version");
    if (version != mifare_desfire_key_get_version(second))
        errx(1, "key 1 has version %02x", version);
    done(tag, mifare_desfire_change_key(tag, 0, first, NULL), "change key 0");
    done(tag, authenticate(tag, 0, first), "authenticate with the new key");
    for (uint8_t number = 0; number < 3; number++) {
        int mode = number == 2 ? 3 : number;
        done(tag, mifare_desfire_create_std_data_file(tag, number, (uint8_t)mode, 0x1110, (uint32_t)size),
             "create standard file");
        done(tag, authenticate(tag, 1, second), "authenticate as writer");
        write_file(tag, number, mode, size);
        read_file(tag, number, mode, size, 0);
        done(tag, authenticate(tag, 0, first), "authenticate as master");
    }
    done(tag, mifare_desfire_change_key_settings(tag, 0x09), "change key settings");
    mifare_desfire_key_free(card);
    free(aid);
}

static void ciphers(MifareTag tag, size_t size)
{
    uint8_t bytes[3][24] = {{0}};
    for (int at = 0; at < 24; at++) {
        bytes[1][at] = (uint8_t)(at * 9 + 1);
        bytes[2][at] = (uint8_t)(at * 5 + 0x80);
    }
    MifareDESFireKey des[3], two[3], three[3];
    for (int k = 0; k < 3; k++) {
        des[k] = mifare_desfire_des_key_new_with_version(bytes[k]);
        two[k] = mifare_desfire_3des_key_new_with_version(bytes[k]);
        three[k] = mifare_desfire_3k3des_key_new_with_version(bytes[k]);
    }
    done(tag, mifare_desfire_connect(tag), "connect");
    one_cipher(tag, size, "DES, first generation", mifare_desfire_authenticate, 0, des[0], des[1], des[2]);
    one_cipher(tag, size, "3DES, first generation", mifare_desfire_authenticate, 0, des[0], two[1], two[2]);
    one_cipher(tag, size, "DES, EV1", mifare_desfire_authenticate_iso, 0, des[0], des[1], des[2]);
    one_cipher(tag, size, "3DES, EV1", mifare_desfire_authenticate_iso, 0, des[0], two[1], two[2]);
    one_cipher(tag, size, "3K3DES, EV1", mifare_desfire_authenticate_iso, 1, three[0], three[1], three[2]);
    done(tag, mifare_desfire_disconnect(tag), "disconnect");
}

static void part(MifareTag tag, size_t size, int writing)
{
    MifareDESFireAID aid = mifare_desfire_aid_new(0x112233);
    MifareDESFireKey key = test_key(writing ? 1 : 2);
    done(tag, mifare_desfire_connect(tag), "connect");
    done(tag, mifare_desfire_select_application(tag, aid), "select application");
    done(tag, mifare_desfire_authenticate_aes(tag, writing ? 1 : 2, key), "authenticate");
    if (writing) {
        write_file(tag, 0, 3, size);
        done(tag, mifare_desfire_commit_transaction(tag), "commit");
    } else {
        read_file(tag, 0, 3, size, 0);
    }
    done(tag, mifare_desfire_disconnect(tag), "disconnect");
    mifare_desfire_key_free(key);
    free(aid);
}

/* The application of a station: its number, files with their room and rights, and the length of a blocklist. */
enum { STATION_AID = 0xF54B57, IMAGE = 1, BLOCKLIST = 2, EVENTS = 3, LIST = 90, FENCE = 40, LIST_HEAD = 16 };
enum { IMAGE_ROOM = 2048, LIST_ROOM = 640 };

/* Makes the application with its keys and files, as the factory's card never had any. */
static void install(MifareTag tag, MifareDESFireAID aid)
{
    uint8_t zero[16] = {0};
    MifareDESFireKey factory = mifare_desfire_des_key_new(zero), old = mifare_desfire_aes_key_new(zero);
    struct mifare_desfire_version_info version;
    uint32_t memory = 0;
    done(tag, mifare_desfire_get_version(tag, &version), "get version");
    done(tag, mifare_desfire_free_mem(tag, &memory), "free memory");
    done(tag, mifare_desfire_authenticate_iso(tag, 0, factory), "authenticate to card");
    done(tag, mifare_desfire_create_application_aes(tag, aid, 0x01, 4), "create application");
    done(tag, mifare_desfire_change_key(tag, 0, test_key(4), NULL), "change the card's master key");
    refused(tag, mifare_desfire_authenticate_iso(tag, 0, factory), "the factory's master key is refused");
    done(tag, mifare_desfire_select_application(tag, aid), "select application");
    done(tag, mifare_desfire_authenticate_aes(tag, 0, old), "authenticate to application");
    for (int k = 1; k < 4; k++)
        done(tag, mifare_desfire_change_key(tag, (uint8_t)k, test_key(k), old), "change key");
    done(tag, mifare_desfire_create_backup_data_file(tag, IMAGE, 3, 0x2110, IMAGE_ROOM), "create image file");
    done(tag, mifare_desfire_create_backup_data_file(tag, BLOCKLIST, 3, 0x3310, LIST_ROOM), "create blocklist file");
    done(tag, mifare_desfire_create_cyclic_record_file(tag, EVENTS, 3, 0x1310, 16, 17), "create events file");
    done(tag, mifare_desfire_change_key(tag, 0, test_key(0), NULL), "change key 0");
    mifare_desfire_key_free(factory);
    mifare_desfire_key_free(old);
}

/* What stands at the front of the image, to be compared with what the station last left there: another station may
 * have been at the card in between, and its image would be written over. */
static void meet(MifareTag tag, size_t size)
{
    uint8_t *expected = pattern(IMAGE, size), found[FENCE + 64] = {0};
    if (size < FENCE)
        errx(2, "an image has %d bytes at least", FENCE);
    if (mifare_desfire_read_data_ex(tag, IMAGE, 0, FENCE, found, 3) != FENCE)
        errx(1, "read: %s", freefare_strerror(tag));
    if (memcmp(expected, found, FENCE))
        errx(1, "another image stands on the card");
    steps++;
    printf("done: the fence is the one that was left\n");
    free(expected);
}

/* Meets the image, then writes the bytes FROM-TO,FROM-TO of it and reads it back. */
static void change(MifareTag tag, size_t size, const char *ranges)
{
    uint8_t *image = pattern(IMAGE, size), *found = calloc(1, size + 64);
    unsigned from, to;
    int length;
    meet(tag, size);
    for (; sscanf(ranges, "%u-%u%n", &from, &to, &length) == 2; ranges += length + (ranges[length] == ',')) {
        if (from >= to || to > size)
            errx(2, "no range: %u-%u", from, to);
        for (unsigned at = from; at < to; at++)
            image[at] ^= 0xFF;
        if (mifare_desfire_write_data_ex(tag, IMAGE, from, to - from, image + from, 3) < 0)
            errx(1, "write: %s", freefare_strerror(tag));
        steps++;
    }
    done(tag, mifare_desfire_commit_transaction(tag), "commit");
    if (!found || mifare_desfire_read_data_ex(tag, IMAGE, 0, size, found, 3) != (ssize_t)size)
        errx(1, "read: %s", freefare_strerror(tag));
    if (memcmp(image, found, size))
        errx(1, "what was read differs from what was written");
    free(image);
    free(found);
}

static void fetch(MifareTag tag, size_t size)
{
    uint8_t *room = calloc(1, size + 512);
    if (!room)
        errx(1, "out of memory");
    if (mifare_desfire_read_data_ex(tag, IMAGE, 0, FENCE, room, 3) != FENCE)
        errx(1, "read: %s", freefare_strerror(tag));
    if (mifare_desfire_read_data_ex(tag, IMAGE, 0, size, room, 3) != (ssize_t)size)
        errx(1, "read: %s", freefare_strerror(tag));
    if (mifare_desfire_read_data_ex(tag, BLOCKLIST, 0, LIST_HEAD, room, 3) != LIST_HEAD)
        errx(1, "read: %s", freefare_strerror(tag));
    read_file(tag, BLOCKLIST, 3, LIST, 0);
    /* There are no events yet, which the card tells by an error. */
    refused(tag, (int)mifare_desfire_read_records(tag, EVENTS, 0, 0, room), "read events");
    free(room);
}

/* One whole job of a station. */
static void job(MifareTag tag, size_t size, const char *what, const char *ranges)
{
    MifareDESFireAID aid = mifare_desfire_aid_new(STATION_AID);
    MifareDESFireKey station = test_key(1);
    uint8_t zero[16] = {0};
    int first = !strcmp(what, "first");
    done(tag, mifare_desfire_connect(tag), "connect");
    if (strcmp(what, "connect")) {
        if (first)
            install(tag, aid);
        else
            done(tag, mifare_desfire_select_application(tag, aid), "select application");
        done(tag, mifare_desfire_authenticate_aes(tag, 1, station), "authenticate as station");
    }
    if (first || !strcmp(what, "again")) {
        write_file(tag, IMAGE, 3, size);
        if (first)
            write_file(tag, BLOCKLIST, 3, LIST);
        done(tag, mifare_desfire_commit_transaction(tag), "commit");
        read_file(tag, IMAGE, 3, size, 0);
        if (first)
            read_file(tag, BLOCKLIST, 3, LIST, 0);
    } else if (!strcmp(what, "change")) {
        change(tag, size, ranges);
    } else if (!strcmp(what, "fetch")) {
        fetch(tag, size);
    }
    MifareDESFireKey factory = mifare_desfire_aes_key_new(zero);
    for (int k = 0; first && k < 4; k++)
        refused(tag, mifare_desfire_authenticate_aes(tag, (uint8_t)k, factory), "a factory key is refused");
    done(tag, mifare_desfire_disconnect(tag), "disconnect");
    mifare_desfire_key_free(factory);
    mifare_desfire_key_free(station);
    free(aid);
}

static int is_job(const char *what)
{
    static const char *jobs[] = {"connect", "first", "again", "change", "fetch"};
    for (size_t at = 0; at < sizeof jobs / sizeof *jobs; at++)
        if (!strcmp(what, jobs[at]))
            return 1;
    return 0;
}

int main(int argc, char **argv)
{
    if (argc < 2 || argc > 4)
        errx(2, "usage: fob_client SIZE [plain|maced|full|all|ciphers|prepare|rewrite|read|"
                "connect|first|again|change RANGES|fetch]");
    size_t size = strtoul(argv[1], NULL, 10);
    if (size == 0 || size > 8192)
        errx(2, "SIZE is 1 to 8192");
    nfc_context *context = NULL;
    nfc_connstring devices[1];
    nfc_init(&context);
    if (!context || nfc_list_devices(context, devices, 1) < 1)
        errx(1, "no device");
    nfc_device *device = nfc_open(context, devices[0]);
    if (!device)
        errx(1, "the device cannot be opened");
    MifareTag *tags = freefare_get_tags(device);
    if (!tags || !tags[0])
        errx(1, "no medium");
    if (freefare_get_tag_type(tags[0]) != DESFIRE)
        errx(1, "the medium is a %s", freefare_get_tag_friendly_name(tags[0]));
    const char *what = argc > 2 ? argv[2] : "all";
    if (is_job(what))
        job(tags[0], size, what, argc == 4 ? argv[3] : "");
    else if (!strcmp(what, "rewrite") || !strcmp(what, "read"))
        part(tags[0], size, !strcmp(what, "rewrite"));
    else if (!strcmp(what, "ciphers"))
        ciphers(tags[0], size);
    else
        run(tags[0], size, what);
    printf("steps: %u\n", steps);
    freefare_free_tags(tags);
    nfc_close(device);
    nfc_exit(context);
    return 0;
}
