import Dispatch
import Glibc
import Posix
import TestSupport

/// Lets other threads run.
func yieldThread() { sched_yield() }

/// Keeps the thread until `condition` holds; false when it does not within a time in which it must.
func holds(_ condition: () throws -> Bool) rethrows -> Bool {
    let end = Deadline.far
    while try !condition() {
        guard Deadline.now < end else { return false }
        yieldThread()
    }
    return true
}

extension DispatchSemaphore {
    /// Blocks the thread until the signal; false when it does not come within a time in which it must.
    func comes() -> Bool { wait(timeout: .now() + .seconds(Int(Duration.far.components.seconds))) == .success }
}
