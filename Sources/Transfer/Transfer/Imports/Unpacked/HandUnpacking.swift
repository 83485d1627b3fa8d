import Crypto
import Logging
import Posix
import Reporting
import Spooling

/// Makes up for what unpacking an archive by hand over a tree did to what the site has of its own, as far as tar put
/// that aside.
///
/// Each step can be repeated.
struct HandUnpacking {
    private let engine: ImportEngine
    private let staged: StagedImport
    private let records: AcceptedRecords
    private let swap: DocumentSwap

    init(_ engine: ImportEngine, _ staged: StagedImport) throws {
        self.engine = engine
        self.staged = staged
        records = try engine.records.load()
        swap = try engine.documentSwap(at: StagingArea.place(of: staged.id), waiting: "gathered")
    }

    private var root: Directory { engine.sink.root }

    /// Gives the site's files their names back, and lists again what the site had listed; answers with what was put
    /// aside.
    func mend(reporter: Reporter) async throws -> [RelativePath] {
        var found: [RelativePath] = []
        var folders: [RelativePath: [String]] = [:]
        for entry in staged.head.manifest.files.map(\.entry) {
            try reporter.checkCancellation()
            let location = try engine.sink.location(of: entry.path)
            let names = try folders[location.parent ?? location] ?? self.names(in: location.parent)
            folders[location.parent ?? location] = names
            let backups = names.compactMap(NumberedBackup.init).filter { $0.original == location.lastComponent }
            guard !backups.isEmpty else { continue }
            reporter.log(.info, "was unpacked over another one: \(entry.path)", ["put_aside": "\(backups.count)"])
            let newestFirst = backups.sorted { $0.number > $1.number }
            found += try await mend(entry, at: location, newestFirst, beside: Set(names))
        }
        return found
    }

    /// Moves what was put aside to the undo of the import, once that is applied.
    func putAway(_ places: [RelativePath]) throws {
        for place in places where try root.info(place) != nil {
            let kept = try UndoFolder.unpacked(of: staged.id).appending(place)
            if let parent = kept.parent { try root.makeDirectories(parent) }
            try root.rename(place, to: kept)
        }
        try root.synchronizeFileSystem()
    }

    private func names(in folder: RelativePath?) throws -> [String] {
        guard let folder else { return try root.entries().map(\.name) }
        guard try root.info(folder)?.kind == .directory else { return [] }
        return try root.subdirectory(folder).entries().filter { $0.info.kind == .regular }.map(\.name)
    }

    private func mend(
        _ entry: Entry,
        at location: RelativePath,
        _ backups: [NumberedBackup],
        beside names: Set<String>
    ) async throws -> [RelativePath] {
        let places = try backups.map { backup in
            try location.parent.map { try $0.appending(backup.name) } ?? RelativePath(backup.name)
        }
        if engine.sink.rules.landing(of: entry) == .merged {
            try await gather(entry, at: location, places, beside: names)
        } else if let first = places.last {
            try restore(entry, at: location, from: first)
        }
        return places
    }

    /// Lists what only the documents list that were put aside.
    private func gather(
        _ entry: Entry,
        at location: RelativePath,
        _ places: [RelativePath],
        beside names: Set<String>
    ) async throws {
        try await swap.locked(location) {
            let documents = [location] + places
            let bytes = try documents.compactMap { try swap.read($0).bytes }
            guard bytes.count == documents.count else { return }
            let gathered = try engine.sink.merger.gather(bytes, of: entry, beside: names)
            guard gathered != bytes[0] else { return }
            try swap.prepare(gathered, for: entry.path)
            try root.synchronizeFileSystem()
            try swap.put(entry.path, at: location)
        }
    }

    /// Gives a file of the site's own its name back.
    private func restore(_ entry: Entry, at location: RelativePath, from first: RelativePath) throws {
        let digest = try FileDigest(of: root.open(first)).sha512
        let known = records.files[entry.path]
        guard digest != entry.sha512, known?.sha512 != digest else { return }
        try root.rename(first, to: location)
    }
}
