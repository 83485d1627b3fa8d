import Crypto
import JSON
import Posix

extension RepositoryFolder {
    private static let identityFile = "repository.json"

    /// Who this tree is.
    ///
    /// The first call gives it a uuid and notes on which machine and disk it lies, unless nothing is to be made.
    package func identity(name: String, type: String) throws -> RepositoryIdentity {
        if let known = try storedIdentity() { return RepositoryIdentity(name: name, type: type, uuid: known.uuid) }
        let uuid = Randomness.hex(16)
        guard isMade else { return RepositoryIdentity(name: name, type: type, uuid: uuid) }
        try store(uuid: uuid, place())
        return try identity(name: name, type: type)
    }

    /// The tree's uuid; `nil` before one was needed.
    package func uuid() throws -> String? { try storedIdentity()?.uuid }

    /// Throws when the tree lies elsewhere than when its uuid was made: two trees with one uuid would hand out
    /// archives that contradict each other.
    package func requireHome() throws {
        guard let known = try storedIdentity(), known.place != (try place()) else { return }
        throw TransferError(
            .conflict,
            root.path.string,
            "lies on another machine, disk or folder than when Packferry first saw it",
            hint: "If it was moved, run `packferry doctor --moved`; if it is a copy, `packferry doctor --copied`"
        )
    }

    /// Accepts the new place and keeps the uuid: the old place is gone.
    ///
    /// A tree that came without its own gets the one that it is `remembered` by.
    package func declareMoved(remembered: String? = nil) throws {
        guard let uuid = try storedIdentity()?.uuid ?? remembered else { return }
        try store(uuid: uuid, try place())
    }

    /// Gives the tree a uuid of its own: the original goes on elsewhere.
    package func declareCopied() throws {
        try store(uuid: Randomness.hex(16), try place())
    }

    private func place() throws -> Place {
        let info = try root.info()
        return Place(machine: Self.machine(), device: info.device, inode: info.inode)
    }

    private static func machine() -> String {
        guard let etc = try? Directory(opening: AbsolutePath("/etc")), let name = try? RelativePath("machine-id"),
            let bytes = try? etc.open(name).readAll(limit: 256)
        else { return "" }
        return String(decoding: bytes.prefix { $0 != 10 }, as: UTF8.self)
    }

    private func store(uuid: String, _ place: Place) throws {
        let document: JSONValue = [
            "format": "packferry.repository/1",
            "uuid": .string(uuid),
            "machine": .string(place.machine),
            "device": .string(String(place.device)),
            "inode": .string(String(place.inode)),
        ]
        try write(Self.identityFile, document.encoded() + [10])
    }

    private func storedIdentity() throws -> (uuid: String, place: Place)? {
        guard let bytes = try read(Self.identityFile) else { return nil }
        let document = try? JSONValue(parsing: bytes)
        guard let document, let uuid = document["uuid"]?.stringValue, Identifier.isOne(uuid) else {
            throw TransferError(
                .recordsDamaged,
                directory.path.appending("repository.json").string,
                "is damaged, so the tree's uuid is unknown",
                hint: "Restore it from a backup, or remove it: sites then treat this as a new source"
            )
        }
        let place = Place(
            machine: document["machine"]?.stringValue ?? "",
            device: UInt64(document["device"]?.stringValue ?? "") ?? 0,
            inode: UInt64(document["inode"]?.stringValue ?? "") ?? 0
        )
        return (uuid, place)
    }
}

/// Where a tree lies.
private struct Place: Equatable {
    let machine: String
    let device: UInt64
    let inode: UInt64
}
