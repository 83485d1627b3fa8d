/// How much an event matters, from the least to the most.
package enum LogLevel: String, Sendable, CaseIterable, Comparable {
    /// Every step, for whoever hunts a fault in the code.
    case trace
    /// What an operator asks for when something is odd.
    case debug
    /// What happened, in normal operation.
    case info
    /// What went on although something is wrong, or will be.
    case warning
    /// What did not happen because something is wrong.
    case error

    /// Whether `left` matters less.
    package static func < (left: LogLevel, right: LogLevel) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .trace: 0
        case .debug: 1
        case .info: 2
        case .warning: 3
        case .error: 4
        }
    }
}
