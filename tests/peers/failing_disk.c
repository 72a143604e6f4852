/* A disk that fails: loaded before the C library (LD_PRELOAD), it lets the n-th write, sync or truncation below one
 * folder fail and passes all others on.
 *
 *   FAILING_DISK_FOLDER  only files below this folder count
 *   FAILING_DISK_KIND    write, sync or truncate
 *   FAILING_DISK_AT      which one of that kind fails, from 1
 *   FAILING_DISK_ERROR   the number of the error, such as 28 (ENOSPC)
 *   FAILING_DISK_STAYS   where set, all later ones of that kind fail too, as on a full disk
 *   FAILING_DISK_LOG     a file outside the folder: a line "failed" for each failure, and a line "again PATH" for each
 *                        sync of a file whose sync failed before
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum kind { WRITE, SYNC, TRUNCATE };

static int counted;
static dev_t failed_device;
static ino_t failed_file;
static int has_failed;

static void note(const char *text) {
    static ssize_t (*real)(int, const void *, size_t);
    const char *log = getenv("FAILING_DISK_LOG");
    if (!log) return;
    if (!real) real = dlsym(RTLD_NEXT, "write");
    int file = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (file < 0) return;
    ssize_t ignored = real(file, text, strlen(text));
    (void)ignored;
    close(file);
}

/* The path of an open file; "" where it has none. */
static void path_of(int file, char path[4096]) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, 4095);
    path[length < 0 ? 0 : length] = 0;
}

static void note_file(const char *word, int file) {
    char path[4096], line[4200];
    path_of(file, path);
    snprintf(line, sizeof line, "%s %s\n", word, path);
    note(line);
}

static int below(int file) {
    const char *folder = getenv("FAILING_DISK_FOLDER");
    char path[4096];
    if (!folder) return 0;
    path_of(file, path);
    return strncmp(path, folder, strlen(folder)) == 0;
}

/* Whether this one fails; errno is set then. */
static int fails(enum kind kind, int file) {
    static const char *names[] = {"write", "sync", "truncate"};
    const char *wanted = getenv("FAILING_DISK_KIND");
    const char *at = getenv("FAILING_DISK_AT");
    const char *error = getenv("FAILING_DISK_ERROR");
    struct stat about;
    int saved = errno;
    if (!wanted || !at || !error || !below(file)) {
        errno = saved;
        return 0;
    }
    if (kind == SYNC && has_failed && fstat(file, &about) == 0 && about.st_dev == failed_device
        && about.st_ino == failed_file)
        note_file("again", file);
    if (strcmp(wanted, names[kind]) != 0) {
        errno = saved;
        return 0;
    }
    int number = __sync_add_and_fetch(&counted, 1);
    if (number != atoi(at) && !(number > atoi(at) && getenv("FAILING_DISK_STAYS"))) {
        errno = saved;
        return 0;
    }
    /* A folder is synced again for each file that is made in it, and the engine lets that fail as SQLite does. */
    if (kind == SYNC && !has_failed && fstat(file, &about) == 0 && S_ISREG(about.st_mode)) {
        failed_device = about.st_dev;
        failed_file = about.st_ino;
        has_failed = 1;
    }
    note("failed\n");
    errno = atoi(error);
    return 1;
}

#define REAL(name) static name##_t *real; if (!real) real = (name##_t *)dlsym(RTLD_NEXT, #name)

typedef ssize_t pwrite64_t(int, const void *, size_t, off64_t);
ssize_t pwrite64(int file, const void *bytes, size_t length, off64_t at) {
    REAL(pwrite64);
    return fails(WRITE, file) ? -1 : real(file, bytes, length, at);
}

typedef ssize_t pwrite_t(int, const void *, size_t, off_t);
ssize_t pwrite(int file, const void *bytes, size_t length, off_t at) {
    REAL(pwrite);
    return fails(WRITE, file) ? -1 : real(file, bytes, length, at);
}

typedef ssize_t write_t(int, const void *, size_t);
ssize_t write(int file, const void *bytes, size_t length) {
    REAL(write);
    return fails(WRITE, file) ? -1 : real(file, bytes, length);
}

typedef int fsync_t(int);
int fsync(int file) {
    REAL(fsync);
    return fails(SYNC, file) ? -1 : real(file);
}

typedef int fdatasync_t(int);
int fdatasync(int file) {
    REAL(fdatasync);
    return fails(SYNC, file) ? -1 : real(file);
}

typedef int ftruncate_t(int, off_t);
int ftruncate(int file, off_t length) {
    REAL(ftruncate);
    return fails(TRUNCATE, file) ? -1 : real(file, length);
}

typedef int ftruncate64_t(int, off64_t);
int ftruncate64(int file, off64_t length) {
    REAL(ftruncate64);
    return fails(TRUNCATE, file) ? -1 : real(file, length);
}
