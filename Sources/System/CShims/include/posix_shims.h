#pragma once
// No _GNU_SOURCE: it changes the shape of types that Swift's Glibc module has too.
#include <dirent.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <linux/stat.h>
#include <malloc.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

// O_PATH as <fcntl.h> defines it under _GNU_SOURCE.
static const int pf_path_only = 010000000;

// openat(2) is variadic; the mode is always given.
static inline int pf_openat(int directory, const char *path, int flags, unsigned mode) {
    return openat(directory, path, flags | O_CLOEXEC, mode);
}

// openat2(2) has no glibc wrapper. Resolution stays beneath `directory` and follows no link.
static inline int pf_open_beneath(int directory, const char *path, int flags, unsigned mode) {
    struct open_how how;
    memset(&how, 0, sizeof how);
    how.flags = (uint64_t)(unsigned)(flags | O_CLOEXEC);
    how.mode = (flags & O_CREAT) ? mode : 0;
    how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS;
    return (int)syscall(SYS_openat2, directory, path, &how, sizeof how);
}

// renameat2(2) needs _GNU_SOURCE, which Swift's Glibc module does not define. Without flags it is renameat(2), which is there
// where renameat2(2) is not.
static inline int pf_rename(int from, const char *source, int to, const char *target, unsigned flags) {
    if (flags == 0) return renameat(from, source, to, target);
    return (int)syscall(SYS_renameat2, from, source, to, target, flags);
}

static inline int pf_syncfs(int descriptor) { return (int)syscall(SYS_syncfs, descriptor); }

// The magic number of the file system that an open file lies on, or -1.
static inline long pf_file_system_type(int descriptor) {
    struct statfs status;
    return fstatfs(descriptor, &status) == 0 ? (long)status.f_type : -1;
}

// When an open file was made, in nanoseconds since 1970; 0 where nobody says. statx(2) by its number, since <sys/stat.h>
// has it, and <fcntl.h> AT_EMPTY_PATH, under _GNU_SOURCE.
static inline int64_t pf_born(int descriptor) {
    const int empty_path = 0x1000;
    const int64_t furthest = INT64_MAX / 1000000000 - 1;
    struct statx status;
    if (syscall(SYS_statx, descriptor, "", empty_path, STATX_BTIME, &status) != 0) return 0;
    if (!(status.stx_mask & STATX_BTIME)) return 0;
    if (status.stx_btime.tv_sec < 0 || status.stx_btime.tv_sec > furthest) return 0;
    return status.stx_btime.tv_sec * 1000000000 + status.stx_btime.tv_nsec;
}

// RLIMIT_NOFILE: the soft limit becomes the hard one. By prlimit64(2), since <sys/resource.h> has other types under
// _GNU_SOURCE. 0 if that worked, or nothing was to do.
static inline int pf_raise_file_limit(void) {
    const int open_files = 7;
    struct { uint64_t soft, hard; } limit;
    if (syscall(SYS_prlimit64, 0, open_files, (void *)0, &limit) != 0) return -1;
    if (limit.soft == limit.hard) return 0;
    limit.soft = limit.hard;
    return (int)syscall(SYS_prlimit64, 0, open_files, &limit, (void *)0);
}

// M_MMAP_THRESHOLD: blocks of this size and more are given back to the system once they are free.
static inline void pf_return_blocks_from(int size) { mallopt(M_MMAP_THRESHOLD, size); }

// Begins to write a range of a file to the disk and waits for nothing. A hint: 0 where the system has no such call.
static inline int pf_start_writing_back(int descriptor, int64_t offset, int64_t count) {
#ifdef SYS_sync_file_range
    const unsigned write_only = 2; // SYNC_FILE_RANGE_WRITE, which <fcntl.h> has under _GNU_SOURCE only
    return (int)syscall(SYS_sync_file_range, descriptor, offset, count, write_only);
#else
    return 0;
#endif
}

static inline int pf_flock_exclusive(int descriptor) { return flock(descriptor, LOCK_EX | LOCK_NB); }

static inline int pf_flock_shared(int descriptor) { return flock(descriptor, LOCK_SH | LOCK_NB); }

static inline int pf_flock_release(int descriptor) { return flock(descriptor, LOCK_UN); }

// Locks of the open file, not of the process (fcntl(2), "Open file description locks"): unlike flock(2), one can be asked
// for without being taken. The numbers are those of <fcntl.h> under _GNU_SOURCE.
static inline int pf_lock_call(int descriptor, int command, short type, short *found) {
    struct flock range;
    memset(&range, 0, sizeof range);
    range.l_type = type;
    range.l_whence = SEEK_SET;
    int result = fcntl(descriptor, command, &range);
    *found = range.l_type;
    return result;
}

static inline int pf_lock_exclusive(int descriptor) {
    short found;
    return pf_lock_call(descriptor, 37 /* F_OFD_SETLK */, F_WRLCK, &found);
}

static inline int pf_lock_release(int descriptor) {
    short found;
    return pf_lock_call(descriptor, 37 /* F_OFD_SETLK */, F_UNLCK, &found);
}

// 1 when somebody holds a lock, 0 when nobody does, -1 with errno.
static inline int pf_lock_is_held(int descriptor) {
    short found;
    if (pf_lock_call(descriptor, 36 /* F_OFD_GETLK */, F_WRLCK, &found) != 0) return -1;
    return found != F_UNLCK;
}

static inline int pf_name_thread(const char *name) {
    return prctl(PR_SET_NAME, name, 0, 0, 0);
}

// A thread whose body is a plain function; detached, so nobody has to join it.
static inline int pf_start_thread(void *(*body)(void *), void *context) {
    pthread_t thread;
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    pthread_attr_setstacksize(&attributes, 2 << 20);
    int result = pthread_create(&thread, &attributes, body, context);
    pthread_attr_destroy(&attributes);
    return result;
}

// d_name is a C array, which Swift imports as a 256-tuple.
static inline const char *pf_entry_name(const struct dirent *entry) { return entry->d_name; }

// A new file of that name for reading and writing, for this user alone, whose name is gone once it is open: the
// descriptor, or -1 with errno. Not O_TMPFILE, which some file systems do not have.
static inline int pf_open_unnamed(const char *path) {
    int file = open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (file >= 0) unlink(path);
    return file;
}
