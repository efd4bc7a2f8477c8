/* Makes a disk fail, and a clock jump, for one running program (LD_PRELOAD).
 *
 * PORTICO_FAULT_CONTROL names a file of four 64-bit integers, which both sides map: what fails, how many more calls
 * do (below nought: all), how many did, and by how many seconds the clock is wrong. Only files below the folder
 * PORTICO_FAULT_FOLDER fail. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum { NOTHING, EIO_ON_WRITE, EIO_ON_SYNC, READ_ONLY, NO_SPACE };
enum call { WRITING, SYNCING, OPENING };

struct control {
    _Atomic int64_t fault, left, hits, clock_seconds;
};

static struct control none;
static struct control *control = &none;
static const char *folder = "";

__attribute__((constructor)) static void begin(void) {
    const char *path = getenv("PORTICO_FAULT_CONTROL");
    const char *below = getenv("PORTICO_FAULT_FOLDER");
    if (!path || !below) return;
    int fd = open(path, O_RDWR | O_CLOEXEC);
    if (fd < 0) abort();
    void *mapped = mmap(NULL, sizeof(struct control), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (mapped == MAP_FAILED) abort();
    close(fd);
    folder = below;
    control = mapped;
}

/* The error that a call has to end with, or nought. */
static int fault(enum call call) {
    int error = 0;
    switch (atomic_load(&control->fault)) {
    case EIO_ON_WRITE: error = call == WRITING ? EIO : 0; break;
    case EIO_ON_SYNC: error = call == SYNCING ? EIO : 0; break;
    case READ_ONLY: error = call != SYNCING ? EROFS : 0; break;
    case NO_SPACE: error = call == WRITING ? ENOSPC : 0; break;
    default: break;
    }
    return error;
}

/* Counts a call that fails; nought once enough have. */
static int count(int error) {
    int64_t left = atomic_load(&control->left);
    do {
        if (left == 0) return 0;
    } while (left > 0 && !atomic_compare_exchange_weak(&control->left, &left, left - 1));
    atomic_fetch_add(&control->hits, 1);
    return error;
}

static int below(const char *path) {
    size_t length = strlen(folder);
    return length > 0 && strncmp(path, folder, length) == 0;
}

static int fails(enum call call, int fd) {
    int error = fault(call);
    if (!error) return 0;
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    if (!below(path)) return 0;
    error = count(error);
    if (error) errno = error;
    return error;
}

static int fails_to_open(const char *path, int flags) {
    if ((flags & O_ACCMODE) == O_RDONLY && !(flags & O_CREAT)) return 0;
    int error = fault(OPENING);
    if (!error || !below(path)) return 0;
    error = count(error);
    if (error) errno = error;
    return error;
}

/* Each call by its name and arguments: the real one, unless it fails. */
#define REAL(name) \
    static __typeof__(&name) real; \
    if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)
#define FAILING(result, name, call, parameters, arguments) \
    result name parameters { \
        REAL(name); \
        if (fails(call, fd)) return -1; \
        return real arguments; \
    }

FAILING(ssize_t, write, WRITING, (int fd, const void *bytes, size_t length), (fd, bytes, length))
FAILING(ssize_t, pwrite, WRITING, (int fd, const void *bytes, size_t length, off_t at), (fd, bytes, length, at))
FAILING(ssize_t, pwrite64, WRITING, (int fd, const void *bytes, size_t length, off64_t at), (fd, bytes, length, at))
FAILING(ssize_t, writev, WRITING, (int fd, const struct iovec *parts, int count), (fd, parts, count))
FAILING(int, ftruncate, WRITING, (int fd, off_t length), (fd, length))
FAILING(int, ftruncate64, WRITING, (int fd, off64_t length), (fd, length))
FAILING(int, fsync, SYNCING, (int fd), (fd))
FAILING(int, fdatasync, SYNCING, (int fd), (fd))

#define OPENS(name) \
    int name(const char *path, int flags, ...) { \
        REAL(name); \
        va_list more; \
        va_start(more, flags); \
        mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(more, mode_t) : 0; \
        va_end(more); \
        if (fails_to_open(path, flags)) return -1; \
        return real(path, flags, mode); \
    }

OPENS(open)
OPENS(open64)

int clock_gettime(clockid_t clock, struct timespec *at) {
    REAL(clock_gettime);
    int result = real(clock, at);
    if (result == 0 && clock == CLOCK_REALTIME) at->tv_sec += atomic_load(&control->clock_seconds);
    return result;
}

int gettimeofday(struct timeval *restrict at, void *restrict zone) {
    REAL(gettimeofday);
    int result = real(at, zone);
    if (result == 0) at->tv_sec += atomic_load(&control->clock_seconds);
    return result;
}
