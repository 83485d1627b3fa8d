import Crypto
import JSON
import Posix

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

    /// A merged document and what its last merge left behind.
    struct Document: Sendable, Equatable {
        /// The source's bytes that were merged last.
        var sha512: SHA512Digest
        var source: String
        var sequence: Int64
        /// Opaque to Transfer: the merger's own.
        var record: JSONValue
    }

    /// The newest target that was accepted whole.
    struct Target: Sendable, Equatable {
        let snapshot: String
        let source: String
        let sequence: Int64
        let archiveID: String
    }

    /// The uuids of repositories whose archives are taken here, first come first.
    var sources: [String] = []
    var target: Target?
    var files: [RelativePath: File] = [:]
    var documents: [RelativePath: Document] = [:]
    /// Files of the site that stayed although an archive brought others, with the content they had then.
    var conflicts: [RelativePath: SHA512Digest] = [:]

    /// What is known of a document that was merged last from `source`.
    func document(at path: RelativePath, from source: String) -> Document? {
        documents[path].flatMap { $0.source == source ? $0 : nil }
    }

    /// Whether a file here is one that `source` brought: unchanged, or a damaged copy of it.
    func isFile(_ file: LiveFile, of source: String) -> Bool {
        guard let known = files[file.path], known.source == source else { return false }
        return known.sha512 == file.sha512 || !file.isIntact
    }

    /// Whether a file here stayed although an archive brought another, and is still the same.
    func isConflict(_ file: LiveFile?) -> Bool { file.map { conflicts[$0.path] == $0.sha512 } ?? false }

    /// The highest sequence accepted from `source`; 0 when none was.
    func sequence(of source: String) -> Int64 { target.flatMap { $0.source == source ? $0.sequence : nil } ?? 0 }
}
