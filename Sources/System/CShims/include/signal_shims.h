#pragma once

// The end of a pipe in which every signal that is forwarded is one byte, its number; -1 with errno set.
// To be called once.
int pf_open_signal_pipe(void);

// From now on the signal of that number goes into the pipe; 0, or -1 with errno set.
int pf_forward_signal(int number);
