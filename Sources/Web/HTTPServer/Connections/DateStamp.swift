import HTTPMessages
import Posix
import Synchronization
import Time

/// The `Date` field's value, written once a second.
final class DateStamp: Sendable {
    private let last = Mutex<(second: Int64, bytes: [UInt8])>((-1, []))

    /// The present second as an HTTP date.
    var now: [UInt8] {
        let second = WallClock.coarseSeconds
        return last.withLock { last in
            if last.second != second { last = (second, HTTPDate(seconds: second).fixdate) }
            return last.bytes
        }
    }
}
