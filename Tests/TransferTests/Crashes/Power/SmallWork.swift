import Posix
import TestSupport
import Time

@testable import Transfer

/// A number is taken for what a site says, or for an archive: what leaves with it may be all that is left of it.
struct NumberWork: PowerWork {
    private let isSequence: Bool
    private let first: Int64

    init(isSequence: Bool) async throws {
        self.isSequence = isSequence
        first = try await Self.take(.prepared, isSequence)
    }

    func run(_ place: PowerPlace) async throws { _ = try await Self.take(place, isSequence) }

    private static func take(_ place: PowerPlace, _ isSequence: Bool) async throws -> Int64 {
        let (folder, now) = (try await Side(place.name).folder, Side.moment.seconds)
        return try isSequence
            ? folder.takeSequence(known: 0, now: now) : ReceiptStore(folder).takeCounter(now: now)
    }

    func requireDone(_ place: PowerPlace) async throws {
        let next = try await Self.take(place, isSequence)
        try Broken.unless(next > first + 1, "\(next) was given already")
    }
}

/// Archives of a source are taken from now on.
struct TrustSourceWork: PowerWork {
    /// What works on the tree in a folder.
    private func engine(at place: PowerPlace) throws -> ImportEngine {
        let tree = try Folder(place.name).directory
        return ImportEngine(sink: TextSink(tree), folder: try RepositoryFolder(in: tree))
    }

    func run(_ place: PowerPlace) async throws { try engine(at: place).trust(Golden.uuid) }

    func requireDone(_ place: PowerPlace) async throws {
        let sources = try engine(at: place).records.load().sources
        try Broken.unless(sources == [Golden.uuid], "it is not trusted")
    }
}

/// A snapshot gets a name.
struct SnapshotNameWork: PowerWork {
    func run(_ place: PowerPlace) async throws {
        try SnapshotNames(Folder(place.name).directory).set("2026-11", to: Golden.uuid)
    }

    func requireSound(_ place: PowerPlace) async throws {
        let found = try SnapshotNames(Folder(place.name).directory).resolve("2026-11")
        try Broken.unless(found == Golden.uuid || found == nil, "it names \(found ?? "")")
    }

    func requireDone(_ place: PowerPlace) async throws {
        let found = try SnapshotNames(Folder(place.name).directory).resolve("2026-11")
        try Broken.unless(found == Golden.uuid, "it names nothing")
    }
}
