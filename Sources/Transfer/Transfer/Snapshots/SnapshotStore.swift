package import Crypto
package import Posix
import Spooling
import Time

/// The folder of snapshots: `<UTC timestamp>-<id>/manifest.json`, each written once and never changed.
package struct SnapshotStore: Sendable {
    private let folder: Directory
    package let names: SnapshotNames

    /// Works on an existing folder.
    package init(_ folder: Directory) {
        self.folder = folder
        names = SnapshotNames(folder)
    }

    /// Keeps a snapshot; one that is already kept is left alone.
    ///
    /// Returns whether it is new.
    @discardableResult
    package func save(_ snapshot: Snapshot) throws -> Bool {
        guard try location(of: snapshot.id) == nil else { return false }
        try SnapshotLimits.check(snapshot)
        let partial = try RelativePath(".\(snapshot.id).partial")
        do {
            try write(snapshot, at: partial)
        } catch {
            try? folder.removeAll(partial)
            throw error
        }
        return true
    }

    /// Makes the folder whole under another name first, so that none is ever seen without its list.
    private func write(_ snapshot: Snapshot, at partial: RelativePath) throws {
        try folder.removeAll(partial)
        try folder.makeDirectories(partial)
        let locked = try folder.subdirectory(partial)
        _ = try locked.descriptor.tryLock()
        defer { locked.descriptor.unlock() }
        try AtomicFile.write(to: partial.appending("manifest.json"), in: folder) {
            (file: borrowing Descriptor) throws(SystemError) in
            try snapshot.write { (piece) throws(SystemError) in try file.write(piece) }
        }
        let stamp = snapshot.created.text(.seconds).filter { $0 != ":" && $0 != "-" }
        try AtomicFile.place(partial, at: RelativePath("\(stamp)-\(snapshot.id)"), in: folder)
    }

    /// Removes what runs that were killed left behind; what is being written meanwhile is left alone.
    ///
    /// Names are written within a moment and locked by nobody: those left are told by their age.
    package func removePartials(namesUnchangedFor age: Duration = .seconds(3600)) throws {
        for entry in try folder.entries()
        where entry.name.utf8.first == UInt8(ascii: ".") && entry.name.hasSuffix(".partial") {
            let path = try RelativePath(entry.name)
            guard entry.info.kind == .directory else { continue }
            let partial = try folder.subdirectory(path)
            if try partial.descriptor.tryLock() { try folder.removeAll(path) }
        }
        guard try folder.info(RelativePath("names"))?.kind == .directory else { return }
        let names = try folder.subdirectory(RelativePath("names"))
        try AtomicFile.removeLeftovers(in: names, unchangedFor: age) { _ in true }
    }

    /// Reads a snapshot by its id, or by a prefix of at least 6 digits that only one has.
    package func load(_ id: String) throws -> Snapshot {
        guard let snapshot = try find(id) else { throw Self.unknown(id) }
        return snapshot
    }

    /// The same; `nil` when it is not kept here.
    package func find(_ id: String) throws -> Snapshot? { try location(of: id).map(read) }

    /// Reads the snapshot of that id, beginning of an id, or name.
    package func resolve(_ reference: String) throws -> Snapshot { try load(id(of: reference)) }

    /// The id of the snapshot of that id, beginning of an id, or name, without reading it.
    package func id(of reference: String) throws -> String {
        let isWhole = reference.utf8.count == 32
        if isWhole, try location(of: reference) != nil { return reference }
        if let id = (try? names.resolve(reference)) ?? nil { return id }
        guard let found = try location(of: reference) else { throw Self.unknown(reference) }
        return String(found.string.suffix(32))
    }

    /// Every snapshot's summary, newest first; one that is damaged is left out, and says so when it is asked for.
    package func list() throws -> [SnapshotSummary] { try folderNames().compactMap(summary(named:)) }

    /// Which of those contents any snapshot lists.
    ///
    /// One that is damaged is an error: nobody knows what it lists. Reads all of them, until nothing more can be found.
    package func listed(of contents: Set<SHA512Digest>) throws -> Set<SHA512Digest> {
        var found: Set<SHA512Digest> = []
        for name in try folderNames() where found.count < contents.count {
            for entry in try read(RelativePath(name)).entries where contents.contains(entry.sha512) {
                found.insert(entry.sha512)
            }
        }
        return found
    }

    /// A snapshot's summary; `nil` when it is not kept here, or what says so is damaged.
    package func summary(of id: String) throws -> SnapshotSummary? {
        try location(of: id).flatMap { try summary(named: $0.string) }
    }

    private func summary(named name: String) throws -> SnapshotSummary? {
        do {
            return try SnapshotSummary(head: head(of: RelativePath(name)), name: name)
        } catch let error as TransferError where error.code == .malformed {
            return nil
        }
    }

    /// Where a snapshot lies; `nil` when it is not kept here.
    package func place(of id: String) throws -> AbsolutePath? { try location(of: id).map { folder.path.appending($0) } }

    /// Removes a snapshot.
    ///
    /// It loses its name first, durably: half of one is seen by nobody, and goes with what else was left half done.
    package func delete(_ id: String) throws {
        guard let path = try location(of: id) else { return }
        let partial = try RelativePath(".\(path.string.suffix(32)).partial")
        try folder.removeAll(partial)
        try folder.rename(path, to: partial)
        try folder.synchronize()
        try folder.removeAll(partial)
    }

    private static func unknown(_ reference: String) -> TransferError {
        TransferError(
            .notFound,
            reference,
            "is no snapshot kept here",
            hint: "`packferry snapshot list` names them"
        )
    }

    private func read(_ path: RelativePath) throws -> Snapshot {
        let file = OpenFile(try folder.open(path.appending("manifest.json")))
        return try DocumentReading.namingRecords("\(folder.path)/\(path)", hint: Self.cure) {
            try Snapshot(reading: DocumentReading.pieces(of: file))
        }
    }

    private static let cure =
        "Remove this folder: where the archive that leads to it is kept, it comes back at the next start; else bring it back "
        + "from a backup"

    private func location(of id: String) throws -> RelativePath? {
        guard id.utf8.count >= 6 else { return nil }
        let matches = try folderNames().filter { $0.split(separator: "-").last?.hasPrefix(id) == true }
        guard matches.count <= 1 else {
            throw TransferError(.invalid, id, "is the beginning of several snapshots' ids", hint: "Give more digits")
        }
        return try matches.first.map { try RelativePath($0) }
    }

    private func folderNames() throws -> [String] {
        try folder.entries()
            .filter { $0.isName && $0.info.kind == .directory && $0.name.split(separator: "-").last?.count == 32 }
            .filter { try folder.info(RelativePath("\($0.name)/manifest.json")) != nil }
            .map(\.name)
            .sorted(by: >)
    }

    /// The bytes before the list of files, closed so that they parse.
    private func head(of path: RelativePath) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 64 << 10)
        let count = try folder.open(path.appending("manifest.json")).read(into: &bytes)
        return Array(bytes[..<count])
    }
}
