package import Posix

/// Names for snapshots, such as `2026-11`: pointers kept apart, so that any state can be named at any time.
package struct SnapshotNames: Sendable {
    private let folder: Directory

    /// Keeps them in `names` beneath the folder of snapshots.
    package init(_ folder: Directory) { self.folder = folder }

    /// Points a name at a snapshot.
    ///
    /// A name that points elsewhere is a conflict, unless it is to be moved: snapshots are not renamed silently.
    package func set(_ name: String, to id: String, moving: Bool = false) throws {
        let path = try path(of: name)
        try requireFree(name, for: id, moving: moving)
        try AtomicFile.makeFolders(RelativePath("names"), in: folder)
        try AtomicFile.write(Array("\(id)\n".utf8), to: path, in: folder)
    }

    /// Throws where a name cannot be pointed at a snapshot.
    package func requireFree(_ name: String, for id: String, moving: Bool = false) throws {
        guard !moving, let known = try resolve(name), known != id else { return }
        let hint = "Choose another name, or move it: packferry snapshot name --move"
        throw TransferError(.conflict, name, "already names snapshot \(known)", hint: hint)
    }

    /// The id a name points at; `nil` when there is no such name.
    package func resolve(_ name: String) throws -> String? {
        let path = try path(of: name)
        guard try folder.info(path) != nil else { return nil }
        let bytes = try folder.open(path).readAll(limit: 4096)
        return String(decoding: bytes.prefix { $0 != 10 }, as: UTF8.self)
    }

    /// Every name, by the snapshot it points at.
    package func all() throws -> [String: [String]] {
        guard try folder.info(RelativePath("names")) != nil else { return [:] }
        var found: [String: [String]] = [:]
        for entry in try folder.subdirectory(RelativePath("names")).entries() {
            guard entry.isName, !AtomicFile.isTemporary(entry.name) else { continue }
            guard let id = try? resolve(entry.name) else { continue }
            found[id, default: []].append(entry.name)
        }
        return found.mapValues { $0.sorted() }
    }

    /// Throws where a name does not point at that snapshot.
    package func require(_ name: String, of id: String) throws {
        guard try resolve(name) != id else { return }
        let hint = "`packferry snapshot list` shows the names"
        throw TransferError(.notFound, name, "is no name of snapshot \(id)", hint: hint)
    }

    /// Forgets one name; throws where it does not point at that snapshot.
    package func remove(_ name: String, of id: String) throws {
        try require(name, of: id)
        try folder.unlink(path(of: name))
        try folder.synchronize(RelativePath("names"))
    }

    /// Forgets the names of a snapshot.
    package func remove(pointingAt id: String) throws {
        for name in try all()[id] ?? [] { try folder.unlink(path(of: name)) }
    }

    private func path(of name: String) throws -> RelativePath {
        if let reason = SnapshotName.reason(against: name) {
            throw TransferError(.invalid, name, "is no name for a snapshot: \(reason)")
        }
        return try RelativePath("names/\(name)")
    }
}
