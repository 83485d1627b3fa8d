import Dispatch
import Glibc

/// Lets other threads run.
func pause() { sched_yield() }

extension DispatchSemaphore {
    /// Blocks the thread, which a pool's own thread may: the compiler cannot know that.
    func waitForever() { wait() }
}
