#pragma once
#include <sys/ioctl.h>

// ioctl(2) is variadic, TIOCGWINSZ a macro; 0 when it is no terminal or its size is not known.
static inline int pf_terminal_columns(int descriptor) {
    struct winsize size;
    return ioctl(descriptor, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}
