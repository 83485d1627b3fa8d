import CShims
import Glibc

/// A detached thread with a name that `top -H` and debuggers show.
package enum NamedThread {
    /// Starts `body` on a new thread; the name is cut, between characters, to the system's 15 bytes.
    package static func start(_ name: String, _ body: @escaping @Sendable () -> Void) {
        let context = Unmanaged.passRetained(ThreadBody(name: cut(name), body: body))
        let result = pf_start_thread(
            { raw in
                guard let raw else { return nil }
                let thread = Unmanaged<ThreadBody>.fromOpaque(raw).takeRetainedValue()
                _ = pf_name_thread(thread.name)
                thread.body()
                return nil
            },
            context.toOpaque()
        )
        precondition(result == 0, "the system gives no more threads")
    }

    private static func cut(_ name: String) -> String {
        var name = name
        while name.utf8.count > 15 { name.removeLast() }
        return name
    }
}

private final class ThreadBody: Sendable {
    let name: String
    let body: @Sendable () -> Void

    init(name: String, body: @escaping @Sendable () -> Void) {
        self.name = name
        self.body = body
    }
}
