import Crypto
package import Posix
package import Reporting
package import Transfer
import Trees

/// A folder of files as a tree that takes what archives bring.
package struct FolderSink: TreeSink {
    private let collector: FolderCollector

    package init(collector: FolderCollector) { self.collector = collector }

    package var root: Directory { collector.root }
    package var rules: any ContentRules { collector.rules }

    package func survey(reporter: Reporter) async throws -> any LiveTree {
        LiveFiles(files: try await collector.collect(reporter: reporter).files)
    }

    /// Notes files in the index as hashed, so that the next collect does not read them again.
    package func placed(_ files: [PlacedFile]) async throws {
        try await collector.index.notePlaced(
            files.map { file in
                let identity = FileIdentity(file.info)
                return IndexedFile(
                    path: file.entry.path,
                    identity: identity,
                    // We hashed these bytes before the link or rename that moved the change time.
                    hashedAt: identity.settledTime,
                    sha512: file.entry.sha512
                )
            }
        )
    }
}

/// The far side's folder as the last collect found it.
private struct LiveFiles: LiveTree {
    let files: [RelativePath: IndexedFile]

    func file(at path: RelativePath) -> LiveFile? {
        files[path].map { LiveFile(path: path, sha512: $0.sha512, sha1: nil, isIntact: true) }
    }
}
