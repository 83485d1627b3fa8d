import CShims
import Glibc

/// The manager that started this process and wants to be told how it is: systemd, by datagrams to the socket that it names
/// (sd_notify(3)).
package struct ServiceManager: Sendable {
    private let socket: String
    /// How often it wants to hear that all is well; `nil` where it does not watch.
    package let watchdog: Duration?

    /// Finds it by the environment it gives; `nil` where nobody wants to be told.
    ///
    /// `process` is this one: what is meant for another is passed over.
    package init?(environment: [String: String], process: Int32 = CurrentProcess.id) {
        guard let socket = environment["NOTIFY_SOCKET"], let first = socket.first, "/@".contains(first),
            socket.utf8.count > 1
        else { return nil }
        self.socket = socket
        let isOurs = environment["WATCHDOG_PID"].map { $0 == "\(process)" } ?? true
        let microseconds = environment["WATCHDOG_USEC"].flatMap { Int64($0) }.flatMap { $0 > 0 ? $0 : nil }
        watchdog = isOurs ? microseconds.map { .microseconds($0) } : nil
    }

    /// What it can be told.
    package enum Word: Sendable, Equatable {
        /// The service can be used.
        case ready
        /// It ends.
        case stopping
        /// It reads its configuration again; `ready` says that it has done so.
        case reloading
        /// It is well.
        case alive
        /// How it is, for people.
        case status(String)
    }

    /// Tells it; false where it could not be reached, which changes nothing here.
    @discardableResult
    package func tell(_ words: Word...) -> Bool {
        let lines = words.map(Self.line).joined(separator: "\n")
        return Array(lines.utf8).withUnsafeBytes { pf_send_datagram(socket, $0.baseAddress, $0.count) == 0 }
    }

    private static func line(_ word: Word) -> String {
        switch word {
        case .ready: "READY=1"
        case .stopping: "STOPPING=1"
        // Since when, so that it can be told from an earlier one.
        case .reloading: "RELOADING=1\nMONOTONIC_USEC=\(pf_monotonic_nanoseconds() / 1000)"
        case .alive: "WATCHDOG=1"
        case .status(let text): "STATUS=\(String(text.map { $0.isNewline ? " " : $0 }))"
        }
    }
}
