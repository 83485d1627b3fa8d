import Crypto
import Posix
import Spooling

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
            files: SpooledList(carried.map { .init(entry: $0, operation: .add) }),
            deletes: SpooledList(
                try entryList(deletes).map { .init(path: $0.path, sha512: $0.sha512) }.sorted { $0.path < $1.path }
            ),
            warnings: []
        )
        var bytes = SpooledBytes()
        try manifest.write { try bytes.append($0) }
        self.init(
            manifest: manifest,
            archiveID: Manifest.archiveID(of: SHA512.hash(manifest.encoded)),
            target: target,
            remarks: [],
            signer: nil,
            manifestBytes: bytes
        )
    }
}
