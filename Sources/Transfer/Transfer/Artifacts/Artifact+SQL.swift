import Crypto
import SQLite
import Time

extension Artifact {
    var sqlValues: [SQLValue] {
        [
            .text(id), .text(repository.name), .text(repository.type), .text(repository.uuid), .text(archiveID),
            .integer(sequence), .text(scope.rawValue), base.sqlValue, baseName.sqlValue, .text(target),
            .text(created.text(.seconds)),
            .integer(size),
            .blob(sha512.bytes), .integer(Int64(counts.files)), .integer(counts.bytes),
            .integer(Int64(counts.packages)), .integer(Int64(counts.versions)), .integer(Int64(deletes)), .text(note),
            .text(state.rawValue), .text(warnings.joined(separator: "\n")),
            (signer?.key).sqlValue,
        ]
    }

    init(row: Row) throws {
        let digest = SHA512Digest(bytes: try row.get("sha512", as: [UInt8].self))
        let scope = Manifest.Scope(rawValue: try row.get("scope", as: String.self))
        let state = State(rawValue: try row.get("state", as: String.self))
        let created = Moment(try row.get("created", as: String.self))
        guard let digest, let scope, let state, let created else {
            throw TransferError(.malformed, "artifacts", "holds a record that no version of Packferry wrote")
        }
        let warnings = try row.get("warnings", as: String.self)
        let signer = try row.get("signer", as: String?.self).map { try SSHPublicKeyLine($0).key }
        self.init(
            id: try row.get("id", as: String.self),
            repository: RepositoryIdentity(
                name: try row.get("repository", as: String.self),
                type: try row.get("repository_type", as: String.self),
                uuid: try row.get("repository_uuid", as: String.self)
            ),
            archiveID: try row.get("archive_id", as: String.self),
            sequence: try row.get("sequence", as: Int64.self),
            scope: scope,
            base: try row.get("base", as: String?.self),
            baseName: try row.get("base_name", as: String?.self),
            target: try row.get("target", as: String.self),
            created: created,
            size: try row.get("size", as: Int64.self),
            sha512: digest,
            counts: SnapshotCounts(
                files: try row.get("files", as: Int.self),
                bytes: try row.get("bytes", as: Int64.self),
                packages: try row.get("packages", as: Int.self),
                versions: try row.get("versions", as: Int.self)
            ),
            deletes: try row.get("deletes", as: Int.self),
            note: try row.get("note", as: String.self),
            state: state,
            warnings: warnings.isEmpty ? [] : warnings.split(separator: "\n").map(String.init),
            signer: signer.map { Signer($0) }
        )
    }
}
