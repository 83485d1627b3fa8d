import FoundationEssentials
import JSON
package import Posix
import Time
import Transfer

/// `state/server.json`: where the service that runs on a state can be reached.
package struct ServerRecord: Sendable, Equatable {
    private static let name = "server.json"

    /// Its address as a browser takes it: `http://127.0.0.1:8470`.
    package let url: String
    package let process: Int32
    /// When it began to listen: RFC 3339, UTC.
    package let started: String

    init(listening address: SocketAddress, at moment: Moment) {
        url = "http://\(address)"
        process = ProcessInfo.processInfo.processIdentifier
        started = moment.text(.seconds)
    }

    private init?(_ document: JSONValue) {
        guard let url = document["url"]?.stringValue, let process = document["pid"]?.integerValue,
            let started = document["started"]?.stringValue
        else { return nil }
        (self.url, self.process, self.started) = (url, Int32(clamping: process), started)
    }

    /// The record of the service that runs on a state; `nil` when none runs there.
    ///
    /// Asking writes nothing, keeps no service off, and needs no more than the right to read. One that was killed leaves
    /// a record, but no lock.
    package static func running(on state: AbsolutePath) throws -> ServerRecord? {
        guard let folder = try? Directory(opening: state), try FileLock.isHeld(Service.lockPath, in: folder) else {
            return nil
        }
        return load(from: folder)
    }

    /// The record of a state folder; `nil` when none was left there or it cannot be read.
    package static func load(from state: Directory) -> ServerRecord? {
        guard let path = try? RelativePath(name), let bytes = try? state.open(path).readAll(limit: 4096) else {
            return nil
        }
        return (try? JSONValue(parsing: bytes)).flatMap(ServerRecord.init)
    }

    func save(in state: Directory) throws {
        let document: JSONValue = [
            "url": .string(url), "pid": .integer(Int64(process)), "started": .string(started),
        ]
        try AtomicFile.write(document.encoded() + [10], to: RelativePath(Self.name), in: state)
    }

    static func remove(from state: Directory) throws {
        let path = try RelativePath(name)
        if try state.info(path) != nil { try state.unlink(path) }
    }
}
