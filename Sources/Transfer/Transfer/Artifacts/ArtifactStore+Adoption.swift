import Crypto
import Persistence
import Posix
package import Reporting
import SQLite
import Spooling

/// What a look at the folder of artifacts brought.
package struct Adoption: Sendable {
    /// The ids of the archives that were recorded.
    package internal(set) var adopted: [String] = []
    /// The files that are none of ours, or not whole, each as one sentence.
    package internal(set) var refused: [String] = []
}

/// Archives that lie in the folder and that no record knows: the records were lost, or somebody put a file there.
extension ArtifactStore {
    /// Records every archive in the folder that has a name as ours, is not recorded, and comes from a tree that
    /// `isOurs` takes.
    ///
    /// What the manifest says is believed as soon as the documents at the front agree. Beside its `.sha512` a file is
    /// not read to its end; without one all of it is verified first, and the line is written, unless it is only to look.
    /// Blocks.
    package func adopt(
        rules: [any ContentRules],
        mayWrite: Bool = true,
        from isOurs: @Sendable (RepositoryIdentity) -> Bool,
        reporter: Reporter = .silent
    ) async throws -> Adoption {
        var adoption = Adoption()
        let known = Dictionary(uniqueKeysWithValues: try await list().map { ($0.id, $0) })
        let names = try folder.entries().filter { $0.info.kind == .regular }.compactMap { ArtifactName(file: $0.name) }
        for name in names.sorted(by: { $0.id < $1.id }) {
            try reporter.checkCancellation()
            if let artifact = known[name.id] {
                if mayWrite { try writeLine(of: artifact, named: name) }
                continue
            }
            do {
                guard let found = try examine(name, rules, isOurs, reporter) else { continue }
                if mayWrite { try writeLine(of: found.artifact, named: name) }
                try await record(found.artifact, files: found.files)
                adoption.adopted.append(name.id)
            } catch let error as SystemError where error.errno == .noEntry {
                // It was deleted meanwhile.
            } catch let error as SQLiteError where error.isConstraint {
                adoption.refused.append("\(folder.path)/\(name.file) is the same archive as another one there")
            } catch  where DamagedArchive.isMeant(by: error) {
                adoption.refused.append("\(folder.path)/\(name.file) is no archive that can be used: \(error)")
            }
        }
        return adoption
    }

    private func examine(
        _ name: ArtifactName,
        _ rules: [any ContentRules],
        _ isOurs: (RepositoryIdentity) -> Bool,
        _ reporter: Reporter
    ) throws -> (artifact: Artifact, files: SpooledList<Manifest.File>)? {
        let file = try RelativePath(name.file)
        guard let info = try folder.info(file) else { return nil }
        let input = try ArchiveInput(folder.path.appending(file))
        let head = try ArchiveReader(input, rules: rules).head()
        guard isOurs(head.manifest.repository) else { return nil }
        let artifact = Artifact(
            id: name.id,
            manifest: head.manifest,
            archiveID: head.archiveID,
            size: info.size,
            sha512: try listedDigest(of: name) ?? verifiedDigest(of: name, input, rules, reporter),
            note: "",
            signer: head.signer
        )
        return (artifact, head.manifest.files)
    }

    /// What the line beside the archive says; `nil` when there is none, or it is about something else.
    private func listedDigest(of name: ArtifactName) throws -> SHA512Digest? {
        let sidecar = try RelativePath(name.sidecar)
        guard try folder.info(sidecar)?.kind == .regular else { return nil }
        let lines = try? Checksums(parsing: folder.open(sidecar).readAll(limit: 1 << 20)).lines
        return lines?.first { $0.name == name.file }?.sha512
    }

    private func verifiedDigest(
        of name: ArtifactName,
        _ input: ArchiveInput,
        _ rules: [any ContentRules],
        _ reporter: Reporter
    ) throws -> SHA512Digest {
        _ = try ImportEngine.verify(input, rules: rules, reporter: reporter)
        return try FileDigest(of: folder.open(RelativePath(name.file)), each: reporter.passed).sha512
    }

    /// The line beside an archive that lies there without one.
    private func writeLine(of artifact: Artifact, named name: ArtifactName) throws {
        guard try folder.info(RelativePath(name.sidecar)) == nil else { return }
        let line = Checksums([.init(sha512: artifact.sha512, name: name.file)])
        // A folder that may only be read has archives all the same.
        try? AtomicFile.write(line.encoded, to: RelativePath(name.sidecar), in: folder)
    }
}
