/* A clock that somebody or a time server sets while a program runs: loaded before the C library (LD_PRELOAD), it lets
 * the time of day jump. The clock that only counts seconds on (CLOCK_MONOTONIC) goes on as it does on a real computer.
 *
 *   STEPPING_CLOCK_AT  from which question for the time of day on, counted from 1
 *   STEPPING_CLOCK_BY  by how many seconds, also back
 *   STEPPING_CLOCK_LOG a file that gets a line when it jumps
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static int asked;

int clock_gettime(clockid_t clock, struct timespec *time) {
    static int (*real)(clockid_t, struct timespec *);
    if (!real) real = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
    int outcome = real(clock, time);
    const char *at = getenv("STEPPING_CLOCK_AT"), *by = getenv("STEPPING_CLOCK_BY");
    if (clock != CLOCK_REALTIME || outcome != 0 || !at || !by) return outcome;
    int number = __sync_add_and_fetch(&asked, 1);
    if (number < atoi(at)) return outcome;
    const char *log = getenv("STEPPING_CLOCK_LOG");
    if (log && number == atoi(at)) {
        int file = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
        if (file >= 0) {
            ssize_t ignored = write(file, "jumped\n", 7);
            (void)ignored;
            close(file);
        }
    }
    time->tv_sec += atol(by);
    return outcome;
}
