import Crypto
import Posix

@testable import Transfer

extension ArchiveHead {
    /// An archive of sequence 10 that carries some entries and leads to these and others.
    init(
        carrying carried: String,
        documents: [Entry] = [],
        target others: String = "",
        besides: [Entry] = [],
        deletes: String = ""
    ) throws {
        let carried = try entryList(carried) + documents
        let target = try Snapshot(carried + entryList(others) + besides)
        let manifest = Manifest(
            repository: target.repository,
            sequence: 10,
            scope: .delta,
            base: Golden.archiveID,
            target: target.id,
            stateDigest: target.stateDigest,
            platforms: [],
            created: target.created,
            generator: "tests",
            files: carried.map { .init(entry: $0, operation: .add) },
            deletes: try entryList(deletes).map { .init(path: $0.path, sha512: $0.sha512) },
            warnings: []
        )
        self.init(
            manifest: manifest,
            archiveID: Manifest.archiveID(of: manifest.encoded),
            target: target,
            remarks: [],
            signer: nil,
            manifestBytes: manifest.encoded
        )
    }
}
