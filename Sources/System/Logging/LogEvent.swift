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
