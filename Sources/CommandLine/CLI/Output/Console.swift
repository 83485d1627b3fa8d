import Posix
import Synchronization

/// Standard output and standard error: data on the one, everything else on the other.
///
/// A line of progress is kept below what is said.
final class Console: Sendable {
    /// How much is said beside the data.
    enum Volume: Int, Sendable, Comparable {
        case quiet, normal, verbose

        static func < (left: Volume, right: Volume) -> Bool { left.rawValue < right.rawValue }
    }

    private static let eraseLine = "\r\u{1B}[K"

    let volume: Volume
    /// How data is coloured.
    let outputStyle: Style
    /// How messages are coloured.
    let errorStyle: Style
    /// Whether progress can be drawn over itself.
    let drawsProgress: Bool
    /// Whether people read messages as they come.
    let isErrorTerminal = Terminal.isTerminal(2)
    /// Whether data goes to a screen that can be cleared.
    let canClear: Bool
    private let output = Descriptor(owning: 1, path: "standard output")
    private let error = Descriptor(owning: 2, path: "standard error")
    private let progress = Mutex("")

    init(volume: Volume, isPlain: Bool, terminalName: String?) {
        let isPlain = isPlain || terminalName == "dumb"
        self.volume = volume
        outputStyle = Style(isColoured: !isPlain && Terminal.isTerminal(1))
        errorStyle = Style(isColoured: !isPlain && Terminal.isTerminal(2))
        canClear = Terminal.isTerminal(1) && terminalName != "dumb"
        drawsProgress = volume > .quiet && Terminal.isTerminal(2) && terminalName != "dumb"
    }

    /// How wide a line of progress may be.
    var columns: Int { Terminal.columns(2) ?? 80 }

    /// Writes data.
    func write(_ bytes: [UInt8]) throws(SystemError) { try output.write(bytes) }

    /// Says something that is always worth knowing.
    func say(_ line: String) {
        progress.withLock { shown in
            emit((shown.isEmpty ? "" : Self.eraseLine) + "\(line)\n\(shown)")
        }
    }

    /// Says something that people who asked for quiet do not want to know.
    func note(_ line: String) {
        if volume > .quiet { say(line) }
    }

    /// Shows this line below everything instead of the last one; an empty one leaves nothing.
    func draw(_ line: String) {
        progress.withLock { shown in
            guard shown != line else { return }
            emit(Self.eraseLine + line)
            shown = line
        }
    }

    /// Nobody can be told that nobody can be told.
    private func emit(_ text: String) { try? error.write(Array(text.utf8)) }
}
