import Logging
import Posix
import Synchronization
import Time

/// The log of one job, `<id>.log`: JSON lines, opened when the first is written.
///
/// While it is open it is locked: so every process can see whether some process still works on the job.
///
/// Writing never fails: what the disk does not take is lost, and the job goes on.
final class JobLog: Sendable {
    static let standardLimit: Int64 = 64 << 20

    private struct State: Sendable {
        var file: FileLock?
        var bytes: Int64 = 0
        var isFull = false
        var isClosed = false
    }

    private let directory: Directory
    private let path: RelativePath?
    private let limit: Int64
    private let state = Mutex(State())

    init(of id: String, in directory: Directory, limit: Int64 = standardLimit) {
        path = Self.path(of: id)
        self.directory = directory
        self.limit = limit
    }

    /// The name of the log of a job; `nil` when `id` is none.
    static func path(of id: String) -> RelativePath? {
        JobIDGenerator.isID(id) ? try? RelativePath("\(id).log") : nil
    }

    /// Whether some process writes the log of a job: that job has not ended, whatever else is known of it.
    static func isHeld(of id: String, in directory: Directory) -> Bool {
        guard let path = path(of: id) else { return false }
        return (try? FileLock.isHeld(path, in: directory)) ?? false
    }

    /// When a job that runs nowhere was last heard of: its log was written, or at least it had begun.
    static func lastWord(of job: Job, in directory: Directory) -> Moment? {
        guard let path = path(of: job.id), let written = try? directory.info(path)?.modified else { return nil }
        return max(job.startedAt ?? job.createdAt, Moment(nanoseconds: written))
    }

    /// Opens the file, and locks it, before there is anything to write.
    func open() { state.withLock { _ = open(&$0) } }

    /// Nothing more is kept, and nobody works on the job any more.
    func close() {
        state.withLock { state in
            state.file = nil
            state.isClosed = true
        }
    }

    /// The size of the file; 0 before this process wrote a line.
    var bytes: Int64 { state.withLock { $0.bytes } }

    func append(_ event: LogEvent) {
        let line = LogFormat.json.line(for: event)
        state.withLock { state in
            guard !state.isFull, !state.isClosed, let file = open(&state) else { return }
            guard state.bytes + Int64(line.count) <= limit else { return fill(&state, file, at: event.time) }
            write(line, to: file, &state)
        }
    }

    private func open(_ state: inout State) -> FileLock? {
        if let file = state.file { return file }
        guard let path, let file = try? FileLock.locking(directory.openForAppending(path)) else { return nil }
        state.bytes = (try? file.descriptor.info().size) ?? 0
        state.file = file
        return file
    }

    private func write(_ line: [UInt8], to file: FileLock, _ state: inout State) {
        guard (try? file.descriptor.write(line)) != nil else { return }
        state.bytes += Int64(line.count)
    }

    private func fill(_ state: inout State, _ file: FileLock, at time: Moment) {
        let last = LogEvent(time: time, level: .warning, label: "log", message: "the log is full: no more is kept")
        write(LogFormat.json.line(for: last), to: file, &state)
        state.isFull = true
    }
}
