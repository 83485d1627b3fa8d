import Logging
import Posix
import Synchronization
import Time

/// The log of one job, `<id>.log`: JSON lines, opened when the first is written.
///
/// Writing never fails: what the disk does not take is lost, and the job goes on.
final class JobLog: Sendable {
    static let standardLimit: Int64 = 64 << 20

    private struct State: Sendable {
        var file: OpenFile?
        var bytes: Int64 = 0
        var isFull = false
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

    /// The size of the file; 0 before this process wrote a line.
    var bytes: Int64 { state.withLock { $0.bytes } }

    func append(_ event: LogEvent) {
        let line = LogFormat.json.line(for: event)
        state.withLock { state in
            guard !state.isFull, let file = open(&state) else { return }
            guard state.bytes + Int64(line.count) <= limit else { return fill(&state, file, at: event.time) }
            write(line, to: file, &state)
        }
    }

    private func open(_ state: inout State) -> OpenFile? {
        if let file = state.file { return file }
        guard let path, let file = try? OpenFile(directory.openForAppending(path)) else { return nil }
        state.bytes = (try? file.descriptor.info().size) ?? 0
        state.file = file
        return file
    }

    private func write(_ line: [UInt8], to file: OpenFile, _ state: inout State) {
        guard (try? file.descriptor.write(line)) != nil else { return }
        state.bytes += Int64(line.count)
    }

    private func fill(_ state: inout State, _ file: OpenFile, at time: Moment) {
        let last = LogEvent(time: time, level: .warning, label: "log", message: "the log is full: no more is kept")
        write(LogFormat.json.line(for: last), to: file, &state)
        state.isFull = true
    }
}
