#pragma once
// Typed inlines for what Swift cannot call itself: variadic functions, macros, raw system calls.
#include "posix_shims.h"
#include "signal_shims.h"
#include "socket_shims.h"
#include "spawn_shims.h"
#include "notify_shims.h"
#include "terminal_shims.h"
#include "clock_shims.h"
#include "sqlite_shims.h"
#include "curl_shims.h"
