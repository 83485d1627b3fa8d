import Logging
import Posix
import Reporting

/// Passes on what a client prints, line by line as it comes, to whoever watches.
struct ClientOutput {
    /// How much of it is passed on; a client that prints more goes on unheard.
    private static let lines = 2000
    private static let length = 500
    /// How much it may print before it is stopped: what it prints is kept in memory.
    static let bytes = 64 << 20

    private let reporter: Reporter
    private let name: String
    private var seen = (output: 0, complaints: 0)
    private var rest: (output: [UInt8], complaints: [UInt8]) = ([], [])
    private var passed = 0
    /// The last lines that it printed on standard error, for whoever learns that it failed.
    private(set) var last: [String] = []

    init(of name: String, to reporter: Reporter) {
        self.name = name
        self.reporter = reporter
    }

    /// Reads on, and says whether it printed more than may be kept.
    mutating func read(_ process: ChildProcess, isOver: Bool = false) throws -> Bool {
        let (output, complaints) = (try process.output, try process.complaints)
        rest.output += output.dropFirst(seen.output)
        rest.complaints += complaints.dropFirst(seen.complaints)
        seen = (output.count, complaints.count)
        for line in Self.lines(of: &rest.output, isOver) { pass(line, .info) }
        for line in Self.lines(of: &rest.complaints, isOver) {
            last = last.suffix(4) + [line]
            pass(line, .warning)
        }
        return output.count + complaints.count > Self.bytes
    }

    /// The whole lines of what was not passed on yet, and at the end what has no line feed.
    private static func lines(of bytes: inout [UInt8], _ isOver: Bool) -> [String] {
        let end = isOver ? bytes.count : bytes.lastIndex(of: 10).map { $0 + 1 } ?? 0
        defer { bytes.removeFirst(end) }
        return bytes[..<end].split(whereSeparator: { $0 == 10 || $0 == 13 }).map {
            PathError.printable(String(decoding: $0.prefix(length), as: UTF8.self))
        }
    }

    private mutating func pass(_ line: String, _ level: LogLevel) {
        passed += 1
        if passed <= Self.lines { reporter.log(level, "\(name): \(line)") }
        if passed == Self.lines { reporter.log(.warning, "\(name) prints more, of which no more is kept") }
    }
}
