import CShims
import Dispatch
import Glibc

/// A program that runs beside this one, and is killed when nobody holds it any more.
///
/// What it prints is kept in memory, so that nobody has to read along. It leads a group of its own, inherits no open
/// file, and no signal is blocked or ignored in it.
package final class ChildProcess: Sendable {
    /// How a program ended: by itself with a status, or by a signal.
    package enum Ending: Sendable, Equatable {
        case status(Int32)
        case signal(Int32)
    }

    /// The number that the system gave it.
    package let identifier: Int32
    private let state: ChildState
    private let standardOutput: Descriptor
    private let standardError: Descriptor

    /// Starts the program at `path` in `folder`, with exactly this environment, to read `input`.
    /// - Throws: what kept it from starting, such as `ENOENT` without such a program or folder.
    package init(
        _ path: String,
        _ arguments: [String],
        in folder: String,
        environment: [String: String],
        input: [UInt8] = []
    ) throws(SystemError) {
        let standardInput = try Self.namelessFile(holding: input)
        standardOutput = try Self.namelessFile()
        standardError = try Self.namelessFile()
        let reads = standardInput.withFileDescriptor { $0 }
        let (writes, complains) = (standardOutput.withFileDescriptor { $0 }, standardError.withFileDescriptor { $0 })
        identifier = Self.withStrings([path] + arguments) { arguments in
            Self.withStrings(environment.map { "\($0)=\($1)" }) { environment in
                pf_spawn(path, arguments, environment, folder, reads, writes, complains)
            }
        }
        guard identifier > 0 else { throw SystemError(operation: "start", path: path, errno: .last) }
        state = ChildState(of: identifier)
    }

    deinit { send(SIGKILL) }

    /// Whether it has not ended yet.
    package var isRunning: Bool { state.ending == nil }

    /// What it has written to standard output so far.
    package var output: [UInt8] { get throws(SystemError) { try standardOutput.contents() } }

    /// What it has written to standard error so far.
    package var complaints: [UInt8] { get throws(SystemError) { try standardError.contents() } }

    /// Sends a signal to it and all of its group, unless it has ended.
    package func send(_ signal: Int32) { state.send(signal) }

    /// Ends it and all of its group at once, unless it has ended.
    package func kill() { send(SIGKILL) }

    /// Waits for its end, at most for `limit`, or until the task is cancelled; `nil` when it has not come.
    package func ending(within limit: Duration) async -> Ending? {
        let key = state.newKey()
        let timer = Task { [state] in
            try? await Task.sleep(for: limit)
            state.giveUp(key)
        }
        defer { timer.cancel() }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                state.whenEnded(key) { continuation.resume(returning: $0) }
            }
        } onCancel: {
            state.giveUp(key)
        }
    }

    /// The same for threads that may block.
    package func waitForEnding(within limit: Duration) -> Ending? {
        let (key, over) = (state.newKey(), DispatchSemaphore(value: 0))
        state.whenEnded(key) { _ in over.signal() }
        if over.wait(timeout: .now() + .nanoseconds(Int(limit / .nanoseconds(1)))) == .timedOut { state.giveUp(key) }
        return state.ending
    }

    /// Not announced as a change of files (`FileOperation.gate`): it lies on no disk.
    private static func namelessFile(holding bytes: [UInt8] = []) throws(SystemError) -> Descriptor {
        let number = bytes.withUnsafeBytes { pf_nameless_file($0.baseAddress, $0.count) }
        guard number >= 0 else { throw SystemError(operation: "make", path: "a file in memory", errno: .last) }
        return Descriptor(owning: number, path: "a file in memory")
    }

    private static func withStrings<T>(_ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> T) -> T {
        let pointers = strings.map { strdup($0) } + [nil]
        defer { pointers.forEach { free($0) } }
        return body(pointers)
    }
}

extension Descriptor {
    /// Everything in it, whoever is writing to it at the moment.
    fileprivate borrowing func contents() throws(SystemError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: Int(try info().size))
        let count = bytes.isEmpty ? 0 : try read(into: &bytes, at: 0)
        bytes.removeLast(bytes.count - count)
        return bytes
    }
}
