#pragma once
#include <stddef.h>

// Starts a program in a folder, as the leader of a group of its own, with these three descriptors and no other, no
// signal blocked and none ignored; its number, or -1 with errno set.
int pf_spawn(
    const char *path, char *const *arguments, char *const *environment, const char *folder, int input, int output,
    int complaints);

// Waits until a child has ended and leaves it there, so that its number is given to nobody else; 0, or -1.
int pf_await_child(int child);

// Takes an ended child away: its exit status, or -1 and the number of the signal that ended it.
int pf_reap_child(int child, int *signal);

// A file without a name, in memory, that holds these bytes and stands at its start; -1 with errno set.
int pf_nameless_file(const void *bytes, size_t count);
