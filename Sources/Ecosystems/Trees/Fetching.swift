package import Logging
package import Posix
import Synchronization

/// What trees that fetch from elsewhere need of the service; there is none where nothing is fetched.
package final class Fetching: Sendable {
    /// Where what comes is written.
    ///
    /// Of its own, so that no job holds up what a client waits for. More threads than cores: most of the time each waits
    /// for the disk, which makes several files durable as fast as one; not more, since each may hold a document in memory.
    package let pool = BlockingPool(threads: 8, name: "fetch")
    package let logger: Logger
    /// In which secrets may lie.
    package let environment: [String: String]
    private let values = Mutex<[String: any Sendable]>([:])

    package init(logger: Logger, environment: [String: String]) {
        self.logger = logger
        self.environment = environment
    }

    /// The value of that name, made by whoever asks first: so that all who fetch for one tree know of each other.
    package func shared<Value: Sendable>(_ name: String, make: () throws -> Value?) rethrows -> Value? {
        try values.withLock { values in
            if let value = values[name] as? Value { return value }
            let value = try make()
            if let value { values[name] = value }
            return value
        }
    }
}
