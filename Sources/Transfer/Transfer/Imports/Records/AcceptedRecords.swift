import Crypto
import JSON
import Posix
import Spooling

/// The fold of everything applied to a tree: what in it belongs to a source.
///
/// All else belongs to the site.
struct AcceptedRecords: Sendable, Equatable {
    /// A file that an archive brought.
    struct File: Sendable, Equatable {
        var sha512: SHA512Digest
        var source: String
        var sequence: Int64
        /// It lay there before the source brought the same bytes.
        var prior: Bool
    }

    /// A document and the source that brought it: each has its own records of what several bring.
    struct DocumentKey: Hashable, Comparable, Sendable {
        let path: RelativePath
        let source: String

        static func < (left: DocumentKey, right: DocumentKey) -> Bool {
            left.path == right.path ? RelativePath.bytesPrecede(left.source, right.source) : left.path < right.path
        }
    }

    /// What a source's last merge into a document left behind.
    struct Document: Sendable, Equatable {
        /// The source's bytes that were merged last.
        var sha512: SHA512Digest
        var sequence: Int64
        /// Opaque to Transfer: the merger's own.
        var record: JSONValue
    }

    /// A delete that was announced and not asked for yet.
    struct Pending: Sendable, Equatable {
        let sha512: SHA512Digest
        let source: String
        /// The sequence of the archive that announced it.
        let sequence: Int64
    }

    /// The newest target of a source.
    struct Target: Sendable, Equatable {
        let snapshot: String
        let source: String
        let sequence: Int64
        let archiveID: String
    }

    /// The uuids of repositories whose archives are taken here, first come first.
    var sources: [String] = []
    /// The newest target of each source, in the order in which they came.
    private(set) var targets: [Target] = []
    var files: SpooledMap<RelativePath, File> = [:]
    var documents: SpooledMap<DocumentKey, Document> = [:]
    /// Files of the site that stayed although an archive brought others, with the content they had then.
    var conflicts: [RelativePath: SHA512Digest] = [:]

    /// Files and documents that their source said are gone, and that were left here so far.
    var pending: [RelativePath: Pending] = [:]

    /// The target that came last.
    var target: Target? { targets.last }

    /// The newest target of `source`; `nil` before its first archive.
    func target(of source: String) -> Target? { targets.first { $0.source == source } }

    /// Makes a target its source's newest, and the one that came last.
    mutating func accept(_ target: Target) {
        targets.removeAll { $0.source == target.source }
        targets.append(target)
    }

    /// What the last merge from `source` left behind of a document.
    func document(at path: RelativePath, from source: String) -> Document? {
        documents[DocumentKey(path: path, source: source)]
    }

    /// Whether a file here is one that `source` brought: unchanged, or a damaged copy of it.
    func isFile(_ file: LiveFile, of source: String) -> Bool {
        guard let known = files[file.path], known.source == source else { return false }
        return known.sha512 == file.sha512 || !file.isIntact
    }

    /// Whether a file here stayed although an archive brought another, and is still the same.
    func isConflict(_ file: LiveFile?) -> Bool { file.map { conflicts[$0.path] == $0.sha512 } ?? false }

    /// The highest sequence accepted from `source`; 0 when none was.
    func sequence(of source: String) -> Int64 { target(of: source)?.sequence ?? 0 }
}
