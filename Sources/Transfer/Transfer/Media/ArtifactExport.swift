import Crypto
package import Posix
package import Reporting

/// Writes an archive to a mounted disk, and reads back from the disk itself what it wrote.
///
/// Files get their names only once they were read back, and the list of digests comes last: a disk that was pulled out
/// too early holds nothing that looks whole.
package struct ArtifactExport: Sendable {
    private static let piece = 1 << 20

    let artifact: Artifact
    let artifacts: ArtifactStore
    let target: Directory
    /// How long a file may be; `nil` for what the disk allows.
    let limit: Int64?

    /// Prepares to write one artifact into a folder, in files of at most `limit` bytes.
    package init(_ artifact: Artifact, of artifacts: ArtifactStore, to target: Directory, limit: Int64?) {
        self.artifact = artifact
        self.artifacts = artifacts
        self.target = target
        self.limit = limit
    }

    /// What lies on the disk now, or would.
    package struct Outcome: Sendable {
        /// The names of the files, in their order.
        package let files: [String]
        /// How many bytes were written, or would be; the others were there already.
        package let written: Int64
    }

    /// Writes what is not there yet, with the list of digests beside it; with `isDryRun` only says what that would be.
    ///
    /// What is there under the same name stays, and is compared: to export once more is to check the disk. Throws where
    /// another file has one of the names, where there is no room, where the archive here is not what was built, and where
    /// the disk gives other bytes than it was given; then nothing of it is left there. Blocks.
    package func run(isDryRun: Bool, reporter: Reporter) throws -> Outcome {
        let plan = try PartPlan(archive, size: artifact.size, limit: fileLimit())
        let lacking = try plan.pieces.filter { try !isThere($0) }
        let outcome = Outcome(files: plan.pieces.map(\.name), written: lacking.reduce(0) { $0 + $1.size })
        try requireRoom(outcome.written)
        try requireOneForm(plan)
        guard !isDryRun else { return outcome }
        do {
            try removeLeftovers(of: plan)
            let digests = try write(plan, lacking, reporter)
            try readBack(plan, lacking, digests, reporter)
            try name(lacking)
            try list(plan, digests)
            try target.synchronizeFileSystem()
        } catch {
            try? removeLeftovers(of: plan)
            throw TransferError.explained(error)
        }
        return outcome
    }

    /// What was asked for, and no more than the disk's files may have.
    private func fileLimit() throws -> Int64? {
        let most = try target.longestFile()
        return [limit, most < .max ? most : nil].compactMap(\.self).min()
    }

    private func isThere(_ piece: PartPlan.Piece) throws -> Bool {
        guard let info = try target.info(RelativePath(piece.name)) else { return false }
        guard info.kind == .regular, info.size == piece.size else { throw taken(piece.name) }
        return true
    }

    private func taken(_ name: String) -> TransferError {
        TransferError(
            .conflict,
            "\(target.path)/\(name)",
            "is there already, and is another file",
            hint: "Move it away, or name another folder"
        )
    }

    /// The same archive whole and in parts, or in parts of two lengths, would be taken for one that is not whole.
    private func requireOneForm(_ plan: PartPlan) throws {
        let wanted = Set(plan.pieces.map(\.name))
        let others = try target.entries().map(\.name).filter { name in
            (name == archive || PartName(file: name)?.archive == archive) && !wanted.contains(name)
        }
        guard let other = others.min() else { return }
        throw TransferError(
            .conflict,
            "\(target.path)/\(other)",
            "is there already: the same archive, cut in another way",
            hint: "Move it away, name another folder, or cut it as before"
        )
    }

    private func requireRoom(_ needed: Int64) throws {
        let space = try target.space()
        guard needed > space.availableBytes else { return }
        throw TransferError(
            .noSpace,
            target.path.string,
            "has room for \(space.availableBytes >> 20) MiB, and \(needed >> 20) MiB are needed",
            hint: "Free some space there, or name another disk"
        )
    }

    private func temporary(_ piece: PartPlan.Piece) throws -> RelativePath {
        try RelativePath(".\(piece.name).partial")
    }

    private func removeLeftovers(of plan: PartPlan) throws {
        for piece in plan.pieces where try target.info(temporary(piece)) != nil { try target.unlink(temporary(piece)) }
        try AtomicFile.removeLeftovers(in: target) { $0 == sidecar }
    }

    /// Reads the archive once, from start to end, and writes the pieces that are lacking; gives the digest of each.
    private func write(
        _ plan: PartPlan,
        _ lacking: [PartPlan.Piece],
        _ reporter: Reporter
    ) throws -> [String: SHA512Digest] {
        reporter.begin(.export, total: artifact.size, unit: .bytes)
        let source = OpenFile(try artifacts.open(artifact))
        source.descriptor.adviseSequential()
        var whole = SHA512()
        var digests: [String: SHA512Digest] = [:]
        for piece in plan.pieces {
            let file = lacking.contains(piece) ? OpenFile(try target.create(temporary(piece))) : nil
            digests[piece.name] = try copy(piece, from: source, to: file, &whole, reporter)
        }
        guard whole.finalize() == artifact.sha512 else {
            throw TransferError(
                .refused,
                artifact.id,
                "is not the file that was built: its SHA-512 differs",
                hint: "Run 'packferry artifact verify \(artifact.id)', or build it again"
            )
        }
        return digests
    }

    private func copy(
        _ piece: PartPlan.Piece,
        from source: OpenFile,
        to file: OpenFile?,
        _ whole: inout SHA512,
        _ reporter: Reporter
    ) throws -> SHA512Digest {
        var digest = SHA512()
        var left = piece.size
        while left > 0 {
            try reporter.checkCancellation()
            var buffer = [UInt8](repeating: 0, count: Int(min(Int64(Self.piece), left)))
            let count = try source.descriptor.fill(&buffer)
            guard count == buffer.count else {
                throw TransferError(.refused, artifact.id, "is shorter than the file that was built")
            }
            whole.update(buffer, count: count)
            digest.update(buffer, count: count)
            try file?.descriptor.write(buffer)
            left -= Int64(count)
            reporter.advance(by: Int64(count))
        }
        return digest.finalize()
    }

    /// Reads all of it again, past what the system still knows of it: by that it is durable too.
    private func readBack(
        _ plan: PartPlan,
        _ lacking: [PartPlan.Piece],
        _ digests: [String: SHA512Digest],
        _ reporter: Reporter
    ) throws {
        reporter.begin(.readBack, total: artifact.size, unit: .bytes)
        for piece in plan.pieces {
            let isNew = lacking.contains(piece)
            let file = try target.open(isNew ? temporary(piece) : RelativePath(piece.name))
            try file.forgetCached()
            guard try FileDigest(of: file, each: reporter.passed).sha512 != digests[piece.name] else { continue }
            guard isNew else { throw taken(piece.name) }
            throw TransferError(
                .refused,
                "\(target.path)/\(piece.name)",
                "reads back with other bytes than were written",
                hint: "The disk is worn or was not real: use another one"
            )
        }
    }

    private func name(_ lacking: [PartPlan.Piece]) throws {
        for piece in lacking { try target.renameNew(temporary(piece), to: RelativePath(piece.name)) }
        try target.synchronize()
    }

    private func list(_ plan: PartPlan, _ digests: [String: SHA512Digest]) throws {
        let lines = plan.pieces.compactMap { piece in
            digests[piece.name].map { Checksums.Line(sha512: $0, name: piece.name) }
        }
        try AtomicFile.write(Checksums(lines).encoded, to: RelativePath(sidecar), in: target)
    }

    /// What the whole is called.
    private var archive: String { ArtifactName.file(of: artifact.id) }

    private var sidecar: String { Sidecar.name(of: archive) }
}

extension Step {
    /// An archive is written to a disk.
    package static let export = Step("export")
}
