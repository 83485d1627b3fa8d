import JSON
import Posix

/// `.packferry/applied.jsonl`: one line for each apply and each rollback.
///
/// Once it is long it becomes `applied.1.jsonl` and a new one is begun, so that what is read stays bounded. A line that
/// is damaged, or that a power failure cut short, spoils no other and is passed over.
struct AppliedLog: Sendable {
    private static let name = "applied.jsonl"
    private static let older = "applied.1.jsonl"
    /// 8 MiB: some ten thousand imports.
    static let longest: Int64 = 8 << 20

    private let folder: RepositoryFolder
    private let longest: Int64

    init(_ folder: RepositoryFolder, longest: Int64 = Self.longest) {
        self.folder = folder
        self.longest = longest
    }

    /// How long it is, in bytes.
    var size: Int64 { get throws { try folder.directory.info(RelativePath(Self.name))?.size ?? 0 } }

    /// Begins a new one if it is long; never while an apply is under way, whose journal says how long it was.
    func rotate() throws {
        guard try size > longest else { return }
        try folder.directory.rename(RelativePath(Self.name), to: RelativePath(Self.older))
        try folder.directory.synchronize()
    }

    /// Adds a line about an apply, durably.
    func append(_ outcome: ImportOutcome) throws { try append(JSONEncoder().encode(outcome)) }

    /// Adds a line about a rollback, durably.
    func append(_ outcome: RollbackOutcome) throws { try append(JSONEncoder().encode(outcome)) }

    private func append(_ line: [UInt8]) throws {
        let file = try folder.openLines(Self.name)
        try file.write(line + [10])
        try file.synchronize()
        try folder.directory.synchronize()
    }

    /// All of it, oldest first.
    func deeds() throws -> [AppliedDeed] { try deeds(in: Self.older) + deeds(in: Self.name) }

    /// What was applied, newest first; also what was rolled back since.
    func outcomes() throws -> [ImportOutcome] { try deeds().compactMap(\.applied).reversed() }

    /// The import that would be rolled back next; `nil` where none is left.
    func lastApplied() throws -> ImportOutcome? { try deeds().inForce.last }

    /// Whether one of the lines behind the first `size` bytes tells that an import was applied.
    func tells(of id: String, after size: Int64) throws -> Bool {
        try deeds(in: Self.name, after: size).contains { $0.applied?.id == id }
    }

    /// Whether one of the lines behind the first `size` bytes tells that an import was rolled back.
    func tells(ofRollback id: String, after size: Int64) throws -> Bool {
        try deeds(in: Self.name, after: size).contains { $0.rolledBack?.id == id }
    }

    /// The lines of a file from its end on, as far back as it may be long, oldest first.
    private func deeds(in name: String, after start: Int64 = 0) throws -> [AppliedDeed] {
        let path = try RelativePath(name)
        guard let size = try folder.directory.info(path)?.size, size > start else { return [] }
        // A file may be longer by its last line, or by what was logged before it was kept short.
        let first = max(start, size - 2 * longest)
        var bytes = [UInt8](repeating: 0, count: Int(size - first))
        let count = try folder.directory.open(path).read(into: &bytes, at: first)
        return bytes[..<count].split(separator: 10).compactMap { AppliedDeed(line: Array($0)) }
    }
}

/// One line of the log.
enum AppliedDeed {
    case apply(ImportOutcome)
    case rollBack(RollbackOutcome)

    /// Reads a line; `nil` for one that is damaged.
    fileprivate init?(line: [UInt8]) {
        if let outcome = try? JSONDecoder().decode(ImportOutcome.self, from: line) {
            self = .apply(outcome)
        } else if let outcome = try? JSONDecoder().decode(RollbackOutcome.self, from: line) {
            self = .rollBack(outcome)
        } else {
            return nil
        }
    }

    var applied: ImportOutcome? {
        guard case .apply(let outcome) = self else { return nil }
        return outcome
    }

    var rolledBack: RollbackOutcome? {
        guard case .rollBack(let outcome) = self else { return nil }
        return outcome
    }
}

extension [AppliedDeed] {
    /// What was applied and not rolled back since, in the order in which it came; what was applied again right away
    /// counts once, and as what last changed the tree.
    var inForce: [ImportOutcome] {
        reduce(into: []) { applied, deed in
            switch deed {
            case .apply(let outcome):
                guard applied.last?.id == outcome.id else { return applied.append(outcome) }
                if outcome.didChange { applied[applied.count - 1] = outcome }
            case .rollBack(let outcome):
                if applied.last?.id == outcome.id { applied.removeLast() }
            }
        }
    }
}
