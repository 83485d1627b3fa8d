import Crypto
import JSON
import Posix

/// `.packferry/journal.jsonl`: what an apply is about to do, durable before it does it, so that a restart can go on.
struct ImportJournal {
    /// What is written down before the live tree is touched.
    struct Intent: Sendable, Equatable {
        let importID: String
        /// Files that get a name they did not have.
        let placed: Set<RelativePath>
        /// Files that are exchanged, with the content that comes out.
        let replaced: [RelativePath: SHA512Digest]
    }

    private static let name = "journal.jsonl"
    private let folder: RepositoryFolder
    private let file: OpenFile

    /// Writes the intent, durably.
    static func begin(_ intent: Intent, in folder: RepositoryFolder) throws -> ImportJournal {
        var bytes = JSONValue.object([("import", .string(intent.importID))]).encoded() + [10]
        for path in intent.placed.sorted() {
            bytes += JSONValue.object([("place", .string(path.string))]).encoded() + [10]
        }
        for (path, old) in intent.replaced.sorted(by: { $0.key < $1.key }) {
            bytes += JSONValue.object([("replace", .string(path.string)), ("old", .string(old.hex))]).encoded() + [10]
        }
        try folder.write(name, bytes)
        return try resume(in: folder)
    }

    /// Goes on with the journal that is there.
    static func resume(in folder: RepositoryFolder) throws -> ImportJournal {
        ImportJournal(folder: folder, file: OpenFile(try folder.directory.openForAppending(RelativePath(name))))
    }

    /// What an interrupted apply had in mind; `nil` when none was interrupted.
    static func interrupted(in folder: RepositoryFolder) throws -> Intent? {
        guard let bytes = try folder.read(name, limit: 512 << 20) else { return nil }
        var importID: String?
        var placed: Set<RelativePath> = []
        var replaced: [RelativePath: SHA512Digest] = [:]
        for line in bytes.split(separator: 10).compactMap({ try? JSONValue(parsing: Array($0)) }) {
            if let id = line["import"]?.stringValue { importID = id }
            if let path = line["place"]?.stringValue { placed.insert(try RelativePath(path)) }
            if let path = line["replace"]?.stringValue, let old = SHA512Digest(hex: line["old"]?.stringValue ?? "") {
                replaced[try RelativePath(path)] = old
            }
        }
        guard let importID else {
            throw TransferError(.malformed, "\(folder.directory.path)/\(name)", "does not say which import it is about")
        }
        return Intent(importID: importID, placed: placed, replaced: replaced)
    }

    /// The locks an interrupted apply held, by inode: only those are ours to remove.
    static func locks(in folder: RepositoryFolder) throws -> [RelativePath: UInt64] {
        guard let bytes = try folder.read(name, limit: 512 << 20) else { return [:] }
        var found: [RelativePath: UInt64] = [:]
        for line in bytes.split(separator: 10).compactMap({ try? JSONValue(parsing: Array($0)) }) {
            guard let path = line["lock"]?.stringValue, let inode = UInt64(line["inode"]?.stringValue ?? "") else {
                continue
            }
            found[try RelativePath(path)] = inode
        }
        return found
    }

    /// Notes the contents of documents before and after they are replaced, durably.
    func noteDocuments(_ changes: [(path: RelativePath, old: SHA512Digest?, new: SHA512Digest)]) throws {
        var bytes: [UInt8] = []
        for change in changes {
            let old: JSONValue = change.old.map { .string($0.hex) } ?? .null
            let line: JSONValue = [
                "document": .string(change.path.string), "old": old, "new": .string(change.new.hex),
            ]
            bytes += line.encoded() + [10]
        }
        try file.descriptor.write(bytes)
        try file.descriptor.synchronize()
    }

    /// Notes a lock that was just taken. Not made durable: after a power cut the lock's age frees it.
    func noteLock(_ path: RelativePath, inode: UInt64) throws {
        let line: JSONValue = ["lock": .string(path.string), "inode": .string(String(inode))]
        try file.descriptor.write(line.encoded() + [10])
    }

    /// Says that the apply is over and recorded.
    func end() throws {
        try folder.directory.unlink(RelativePath(Self.name))
        try folder.directory.synchronize()
    }
}
