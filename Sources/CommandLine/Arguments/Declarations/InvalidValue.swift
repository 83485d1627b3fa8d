/// Why a text is no value of its type: half a sentence, such as "it must be at least 1".
package struct InvalidValue: Error, Equatable, Sendable {
    /// Half a sentence without a full stop.
    package let reason: String

    package init(_ reason: String) {
        self.reason = reason
    }
}
