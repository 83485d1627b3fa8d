#ifndef PACKFERRY_CLOCK_SHIMS_H
#define PACKFERRY_CLOCK_SHIMS_H

#include <errno.h>
#include <stdint.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

// A timer of the system's clock (timerfd_create(2)); -1 with errno.
static inline int pf_wall_timer_create(void) { return timerfd_create(CLOCK_REALTIME, TFD_CLOEXEC); }

// Lets the timer go off when the clock shows so many nanoseconds since 1970, or is set; 0 lets it rest.
static inline int pf_wall_timer_set(int timer, int64_t nanoseconds) {
    struct itimerspec when = {.it_value = {.tv_sec = nanoseconds / 1000000000, .tv_nsec = nanoseconds % 1000000000}};
    int result = timerfd_settime(timer, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &when, NULL);
    // The clock was set since the last call: the timer is set all the same, but whoever waits has to be told.
    return result == 0 ? 0 : errno == ECANCELED ? 1 : -1;
}

// Waits for the timer: 0 when it went off, 1 when the clock was set, -1 with errno.
static inline int pf_wall_timer_wait(int timer) {
    uint64_t count;
    if (read(timer, &count, sizeof count) == sizeof count) return 0;
    return errno == ECANCELED ? 1 : -1;
}

#endif
