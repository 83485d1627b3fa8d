#define _GNU_SOURCE
#include "spawn_shims.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

// By one action for all descriptors: one close for each that is open would need a list of them, which may change.
static int plan(posix_spawn_file_actions_t *actions, const char *folder, const int streams[3]) {
    int error = posix_spawn_file_actions_addchdir_np(actions, folder);
    for (int stream = 0; error == 0 && stream < 3; stream++)
        error = posix_spawn_file_actions_adddup2(actions, streams[stream], stream);
    return error != 0 ? error : posix_spawn_file_actions_addclosefrom_np(actions, 3);
}

static int set_signals(posix_spawnattr_t *attributes) {
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    int error = posix_spawnattr_setsigmask(attributes, &none);
    if (error == 0) error = posix_spawnattr_setsigdefault(attributes, &all);
    short flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF;
    return error != 0 ? error : posix_spawnattr_setflags(attributes, flags);
}

int pf_spawn(
    const char *path, char *const *arguments, char *const *environment, const char *folder, int input, int output,
    int complaints) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    pid_t child = -1;
    int streams[3] = {input, output, complaints};
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    int error = plan(&actions, folder, streams);
    if (error == 0) error = set_signals(&attributes);
    if (error == 0) error = posix_spawn(&child, path, &actions, &attributes, arguments, environment);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    errno = error;
    return error == 0 ? child : -1;
}

int pf_await_child(int child) {
    siginfo_t info;
    int result;
    do result = waitid(P_PID, (id_t)child, &info, WEXITED | WNOWAIT);
    while (result != 0 && errno == EINTR);
    return result;
}

int pf_reap_child(int child, int *signal) {
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {}
    *signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    return WIFSIGNALED(status) ? -1 : WEXITSTATUS(status);
}

int pf_nameless_file(const void *bytes, size_t count) {
    int file = memfd_create("stream", MFD_CLOEXEC);
    size_t done = 0;
    while (file >= 0 && done < count) {
        ssize_t written = pwrite(file, (const char *)bytes + done, count - done, (off_t)done);
        if (written > 0) {
            done += (size_t)written;
        } else if (errno != EINTR) {
            close(file);
            return -1;
        }
    }
    return file;
}
