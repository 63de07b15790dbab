/* Faults of the file system, on demand: loaded before libc, it counts the calls that change files below one folder.

   At the call of a given number it kills the process before, after or in the middle of it, or lets it fail with an error,
   alone or with all that follow. It can also write down every such call, so that a test can make up the folder as a
   power failure would leave it. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum action { NOTHING, KILL_BEFORE, KILL_AFTER, KILL_WITHIN, FAIL };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char folder[PATH_MAX];
static size_t folder_length;
static long at, count, noted;
static enum action action;
static int error_number, is_lasting, has_failed, trace = -1;

/* Begin to count the calls below `path`; at number `number`, from 1, do `what`. `failure`: the error of FAIL. */
void shim_arm(const char *path, long number, int what, int failure, int lasting)
{
    pthread_mutex_lock(&lock);
    snprintf(folder, sizeof folder, "%s", path);
    folder_length = strlen(folder);
    at = number;
    count = noted = 0;
    action = what;
    error_number = failure;
    is_lasting = lasting;
    has_failed = 0;
    pthread_mutex_unlock(&lock);
}

void shim_disarm(void)
{
    pthread_mutex_lock(&lock);
    folder_length = 0;
    pthread_mutex_unlock(&lock);
}

/* How many calls there were; with `shim_failed`, whether one of them was made to fail. */
long shim_count(void) { return count; }
int shim_failed(void) { return has_failed; }

/* How many calls there were that changed something: so many records are in the trace. */
long shim_noted(void) { return noted; }

/* From now on write every call to this file. */
void shim_trace(int fd) { trace = fd; }

#define REAL(name) ((typeof(&name))real(#name))

static void *real(const char *name) { return dlsym(RTLD_NEXT, name); }

static int is_below(const char *path)
{
    return folder_length && strncmp(path, folder, folder_length) == 0 &&
           (path[folder_length] == '/' || path[folder_length] == 0);
}

static int path_of(int fd, char *path)
{
    char link[64];
    if (!folder_length)
        return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    if (length <= 0)
        return 0;
    path[length] = 0;
    return is_below(path);
}

static void die(void)
{
    kill(getpid(), SIGKILL);
    for (;;)
        pause();
}

/* Whether the call to come must fail. A full disk refuses only what takes space. */
static int fails(int takes_space)
{
    if (action == FAIL && error_number == ENOSPC && !takes_space)
        return 0;
    count++;
    if (action == KILL_BEFORE && count == at)
        die();
    if (action != FAIL || !(count == at || (is_lasting && count > at)))
        return 0;
    has_failed = 1;
    errno = error_number;
    return 1;
}

static void done(void)
{
    if ((action == KILL_AFTER || action == KILL_WITHIN) && count == at)
        die();
}

struct record { uint32_t kind, first, second, padding; uint64_t file, offset; };

static void all_out(const void *data, size_t size)
{
    const char *from = data;
    while (size) {
        ssize_t wrote = syscall(SYS_write, trace, from, size);
        if (wrote <= 0)
            abort();
        from += wrote;
        size -= wrote;
    }
}

static void note(char kind, uint64_t file, uint64_t offset, const char *path, const void *data, size_t size)
{
    noted++;
    if (trace < 0)
        return;
    struct record record = {kind, strlen(path), size, 0, file, offset};
    all_out(&record, sizeof record);
    all_out(path, strlen(path));
    all_out(data, size);
}

static uint64_t file_of(int fd)
{
    struct stat status;
    return fstat(fd, &status) ? 0 : status.st_ino;
}

/* `offset` < 0: where the file stands. */
static ssize_t put(int fd, const void *data, size_t size, off_t offset)
{
    return offset < 0 ? REAL(write)(fd, data, size) : REAL(pwrite)(fd, data, size, offset);
}

static ssize_t counted_write(int fd, const void *data, size_t size, off_t offset)
{
    char path[PATH_MAX];
    if (!path_of(fd, path))
        return put(fd, data, size, offset);
    pthread_mutex_lock(&lock);
    ssize_t result = -1;
    if (fails(1)) {
        int problem = errno;
        if (count == at && size > 1)
            result = put(fd, data, size / 2, offset);
        if (!is_lasting || result < 0) { /* once: half of it is there all the same */
            result = -1;
            errno = problem;
        }
    } else {
        off_t where = offset;
        if (where < 0)
            where = fcntl(fd, F_GETFL) & O_APPEND ? lseek(fd, 0, SEEK_END) : lseek(fd, 0, SEEK_CUR);
        size_t asked = action == KILL_WITHIN && count == at ? size / 2 : size;
        result = put(fd, data, asked, offset);
        if (result > 0)
            note('W', file_of(fd), where, path, data, result);
        done();
    }
    pthread_mutex_unlock(&lock);
    return result;
}

ssize_t write(int fd, const void *data, size_t size) { return counted_write(fd, data, size, -1); }
ssize_t pwrite(int fd, const void *data, size_t size, off_t at) { return counted_write(fd, data, size, at); }
ssize_t pwrite64(int fd, const void *data, size_t size, off_t at) { return counted_write(fd, data, size, at); }

ssize_t writev(int fd, const struct iovec *parts, int number)
{
    char path[PATH_MAX];
    if (!path_of(fd, path))
        return REAL(writev)(fd, parts, number);
    ssize_t total = 0;
    for (int i = 0; i < number; i++) {
        ssize_t wrote = counted_write(fd, parts[i].iov_base, parts[i].iov_len, -1);
        if (wrote < 0)
            return total ? total : -1;
        total += wrote;
        if ((size_t)wrote < parts[i].iov_len)
            break;
    }
    return total;
}

static int counted_open(const char *path, int flags, mode_t mode)
{
    char whole[PATH_MAX];
    int (*call)(const char *, int, ...) = real("open");
    struct stat status;
    int is_new = stat(path, &status) != 0;
    int changes = (flags & O_CREAT && is_new) || flags & O_TRUNC;
    if (!folder_length || !changes || (path[0] != '/' && !realpath(".", whole)))
        return call(path, flags, mode);
    if (path[0] == '/')
        snprintf(whole, sizeof whole, "%s", path);
    else
        snprintf(whole + strlen(whole), sizeof whole - strlen(whole), "/%s", path);
    if (!is_below(whole))
        return call(path, flags, mode);
    pthread_mutex_lock(&lock);
    int fd = -1;
    if (!fails(is_new)) {
        fd = call(path, flags, mode);
        if (fd >= 0)
            note(is_new ? 'C' : 'T', file_of(fd), 0, whole, "", 0);
        done();
    }
    pthread_mutex_unlock(&lock);
    return fd;
}

int open(const char *path, int flags, ...)
{
    va_list rest;
    va_start(rest, flags);
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    return counted_open(path, flags, mode);
}

int open64(const char *path, int flags, ...)
{
    va_list rest;
    va_start(rest, flags);
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    return counted_open(path, flags, mode);
}

/* A call on an open file; `kind` 'S' makes it durable, 'T' sets its length. */
#define ON_FILE(kind, fd, takes_space, offset, call)          \
    char path[PATH_MAX];                                      \
    if (!path_of(fd, path))                                   \
        return call;                                          \
    pthread_mutex_lock(&lock);                                \
    int result = -1;                                          \
    if (!fails(takes_space)) {                                \
        result = call;                                        \
        if (result == 0)                                      \
            note(kind, file_of(fd), offset, path, "", 0);     \
        done();                                               \
    }                                                         \
    pthread_mutex_unlock(&lock);                              \
    return result

int fsync(int fd) { ON_FILE('S', fd, 0, 0, 0); }
int fdatasync(int fd) { ON_FILE('S', fd, 0, 0, 0); }
int ftruncate(int fd, off_t size) { ON_FILE('T', fd, 0, size, REAL(ftruncate)(fd, size)); }
int ftruncate64(int fd, off_t size) { ON_FILE('T', fd, 0, size, REAL(ftruncate)(fd, size)); }

/* A call on the names of files. */
#define ON_NAMES(kind, named, other, takes_space, call)                    \
    if (!is_below(named))                                                  \
        return call;                                                       \
    pthread_mutex_lock(&lock);                                             \
    int result = -1;                                                       \
    if (!fails(takes_space)) {                                             \
        result = call;                                                     \
        if (result == 0)                                                   \
            note(kind, 0, 0, named, other, strlen(other));                 \
        done();                                                            \
    }                                                                      \
    pthread_mutex_unlock(&lock);                                           \
    return result

int rename(const char *old, const char *new) { ON_NAMES('R', old, new, 0, REAL(rename)(old, new)); }
int link(const char *old, const char *new) { ON_NAMES('L', old, new, 1, REAL(link)(old, new)); }
int unlink(const char *path) { ON_NAMES('U', path, "", 0, REAL(unlink)(path)); }
int mkdir(const char *path, mode_t mode) { ON_NAMES('M', path, "", 1, REAL(mkdir)(path, mode)); }
int rmdir(const char *path) { ON_NAMES('D', path, "", 0, REAL(rmdir)(path)); }
