package import Time

/// One thing that happened, as a sink receives it.
package struct LogEvent: Sendable, Equatable {
    /// When, to the millisecond where it is written.
    package var time: Moment
    /// How much it matters.
    package var level: LogLevel
    /// The part of the program that says so.
    package var label: String
    /// What happened, as a sentence without its variable parts.
    package var message: String
    /// The variable parts by name; written in the order of their names.
    package var fields: [String: String]

    package init(time: Moment, level: LogLevel, label: String, message: String, fields: [String: String] = [:]) {
        self.time = time
        self.level = level
        self.label = label
        self.message = message
        self.fields = fields
    }

    var sortedFields: [(key: String, value: String)] { fields.sorted { $0.key < $1.key } }
}

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
