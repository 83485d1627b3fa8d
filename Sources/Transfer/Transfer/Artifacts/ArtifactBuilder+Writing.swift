import Crypto
import Posix
import Reporting
import Spooling
import Time

extension ArtifactBuilder {
    /// Writes, reads back, names and records one archive; gives its manifest too, which says its name.
    func write(
        _ planned: Manifest,
        _ capture: any Capture,
        note: String,
        reporter: Reporter
    ) async throws -> (Artifact, Manifest) {
        try artifacts.requireSpace(for: planned)
        let (name, file) = try await artifacts.createPartial(created: planned.created)
        defer { file.descriptor.unlock() }
        let manifest = planned.named(name.id).announcing([signing?.next].compactMap(\.self))
        do {
            let writer = try pack(manifest, capture, as: name, into: file, reporter: reporter)
            let written = try writer.finish()
            let head = try readBack(name, manifest, capture, reporter: reporter)
            try writer.waitUntilDurable()
            let artifact = Artifact(
                id: name.id,
                manifest: manifest,
                archiveID: head.archiveID,
                size: written.size,
                sha512: written.sha512,
                note: note,
                signer: head.signer
            )
            try await artifacts.publish(name, artifact, files: manifest.files)
            return (artifact, manifest)
        } catch {
            try? artifacts.folder.removeAll(RelativePath(name.partial))
            throw error
        }
    }

    private func pack(
        _ manifest: Manifest,
        _ capture: any Capture,
        as name: ArtifactName,
        into file: OpenFile,
        reporter: Reporter
    ) throws -> ArchiveWriter {
        reporter.begin(.pack, total: manifest.counts.bytes, unit: .bytes)
        let writer = try ArchiveWriter(to: file, modified: manifest.created.seconds)
        try writeDocuments(manifest, capture.snapshot, name, to: writer)
        for travelling in manifest.files {
            try reporter.checkCancellation()
            let entry = travelling.entry
            try writer.append(ArchiveLayout.member(entry), entry, from: try capture.open(entry))
            reporter.advance(by: entry.size)
        }
        return writer
    }

    private func writeDocuments(
        _ manifest: Manifest,
        _ target: Snapshot,
        _ name: ArtifactName,
        to writer: ArchiveWriter
    ) throws {
        let readme = ArchiveReadme.text(
            archive: name.file,
            manifest: manifest,
            advice: rules.advice,
            signer: signing?.own.key
        )
        let documents = [
            try StreamedDocument(ArchiveLayout.manifest) { try manifest.write(to: $0) },
            try StreamedDocument(ArchiveLayout.snapshot) { try target.write(to: $0) },
            StreamedDocument(ArchiveLayout.readme, Array(readme.utf8)),
            StreamedDocument(ArchiveLayout.script, Array(ArchiveReadme.script.utf8)),
        ]
        var signed = SignedList()
        let list = try StreamedDocument(ArchiveLayout.checksums) { sink in
            try Self.writeList(of: documents, manifest.files, to: sink)
        }
        if signing != nil { try list.write { try signed.update($0) } }
        try writer.append(list)
        if let signing {
            let members = ArchiveSignature.members(over: signed.message(), of: manifest, by: signing.current.key)
            for (name, bytes) in members { try writer.append(StreamedDocument(name, bytes)) }
        }
        for document in documents { try writer.append(document) }
    }

    /// Writes `SHA512SUMS`.
    private static func writeList(
        of documents: [StreamedDocument],
        _ files: SpooledList<Manifest.File>,
        to sink: StreamedDocument.Sink
    ) throws {
        var out = DocumentPieces()
        for document in documents {
            Checksums.Line(sha512: document.sha512, name: document.name).append(to: &out.bytes)
        }
        for file in files {
            let name = ArchiveLayout.member(file.entry)
            Checksums.Line(sha512: file.entry.sha512, name: name).append(to: &out.bytes)
            try out.drain(to: sink)
        }
        try out.finish(to: sink)
    }

    /// Reads the archive as the far side will, and makes sure that it is the one that was meant.
    private func readBack(
        _ name: ArtifactName,
        _ manifest: Manifest,
        _ capture: any Capture,
        reporter: Reporter
    ) throws -> ArchiveHead {
        reporter.begin(.readBack, total: manifest.counts.bytes, unit: .bytes)
        let input = try ArchiveInput(artifacts.folder.path.appending(RelativePath(name.partial)))
        let reader = try ArchiveReader(input, rules: [rules])
        let head = try reader.head()
        guard head.manifest == manifest, head.signer == signing.map({ Signer($0.own.key) }) else {
            throw TransferError(.malformed, name.partial, "reads back with another manifest than was written")
        }
        do {
            try reader.readFiles(into: nil, known: capture.sha1(of:), reporter: reporter)
        } catch let error as TransferError where error.code == .refused {
            throw try Self.changedFile(error.subject, manifest, capture) ?? error
        }
        return head
    }

    /// A file that does not read back is either no longer what was listed, or was written wrongly.
    private static func changedFile(
        _ path: String,
        _ manifest: Manifest,
        _ capture: any Capture
    ) throws -> TransferError? {
        guard let entry = manifest.files.first(where: { $0.entry.path.string == path })?.entry,
            try FileDigest(of: capture.open(entry)).sha512 != entry.sha512
        else { return nil }
        return .changed(entry)
    }
}
