import Crypto
import HTTPClient
import JSON
import Posix
import Time
import Trees

/// Writes into a storage what comes from upstream, as Verdaccio would.
///
/// Everything blocks, so it is called where that is allowed.
struct StorageFiller: Sendable {
    let root: Directory
    let layout: StorageLayout
    let lock: PackumentLock
    /// What the upstream is called in documents.
    let uplink: String
    let clock: WallClock
    /// For how long nobody may have written to what counts as left over by a write that broke off.
    var abandonedAfter = Duration.seconds(3600)

    /// The document of a package as it lies there; `nil` when there is none, or one without a byte.
    ///
    /// Throws `SupplyError` for one that cannot be read.
    func stored(_ name: PackageName) throws -> Packument? { try read(name)?.packument }

    /// The same, with which file it was read of.
    func read(_ name: PackageName) throws -> ReadDocument? {
        let path = try document(of: name)
        let time = clock.now().nanoseconds
        guard let info = try root.info(path), info.kind == .regular, info.size > 0 else { return nil }
        do {
            let bytes = try root.open(path).readAll(limit: PackumentLimits.stored.bytes)
            return ReadDocument(packument: try Packument(reading: bytes, of: name), file: FileIdentity(info), at: time)
        } catch let error as PackumentError {
            let hint = "Move it away, and ask for the package again"
            throw SupplyError(.wrong, "\(name)/package.json", "cannot be used: \(error.reason)", hint: hint)
        }
    }

    /// Whether there is a document of a package, and one with a byte at least.
    func hasDocument(of name: PackageName) throws -> Bool {
        try root.info(document(of: name)).map { $0.kind == .regular && $0.size > 0 } ?? false
    }

    /// Which file the document of a package is; `nil` when there is none.
    func identity(of name: PackageName) throws -> FileIdentity? {
        try root.info(document(of: name)).flatMap { $0.kind == .regular ? FileIdentity($0) : nil }
    }

    private func document(of name: PackageName) throws -> RelativePath {
        try layout.folder(of: name).appending("package.json")
    }

    /// The document as it lies there, without reading it once more if it is the file that was read before.
    private func stored(_ name: PackageName, knowing before: ReadDocument?) throws -> Packument? {
        guard let before, let info = try root.info(document(of: name)), before.isOf(FileIdentity(info)) else {
            return try stored(name)
        }
        return before.packument
    }

    /// Joins what upstream says with what is there, which may have been read `before`, and gives the versions of which
    /// another tarball is here.
    func store(
        _ upstream: Packument,
        _ validator: Validator,
        of name: PackageName,
        knowing before: ReadDocument? = nil
    ) async throws -> [String] {
        let folder = try layout.folder(of: name)
        try AtomicFile.makeFolders(folder, in: root)
        return try await lock.held(in: folder) {
            let files = Set(try root.subdirectory(folder).entries().map(\.name))
            let merge = UpstreamMerge(name, upstream: upstream, stored: try stored(name, knowing: before), files: files)
            let document = StoredDocument(merge: merge, uplink: uplink, validator: validator, fetched: clock.now())
            try AtomicFile.write(to: folder.appending("package.json"), in: root) {
                (file: borrowing Descriptor) throws(SystemError) in try document.write(to: file)
            }
            return merge.conflicts
        }
    }

    /// Removes what writes of the package's files left over that broke off.
    func removeLeftovers(of name: PackageName) throws {
        let folder = try layout.folder(of: name)
        guard try root.info(folder)?.kind == .directory else { return }
        try AtomicFile.removeLeftovers(in: root.subdirectory(folder), unchangedFor: abandonedAfter) {
            $0 == "package.json" || (try? TarballFileName($0)) != nil
        }
    }

    /// The size of a tarball; `nil` when it is not there.
    func size(of file: TarballFileName, of name: PackageName) throws -> Int64? {
        let info = try root.info(layout.folder(of: name).appending(file.string))
        return info?.kind == .regular ? info?.size : nil
    }

    /// Has `fetch` fill a new file, checks it, and gives it its name; one that has come meanwhile stays.
    func place(
        _ tarball: WantedTarball,
        of name: PackageName,
        _ fetch: (OpenFile) async throws -> FileDigest
    ) async throws -> FileDigest {
        let folder = try layout.folder(of: name)
        try AtomicFile.makeFolders(folder, in: root)
        let path = try folder.appending(tarball.file.string)
        let temporary = try folder.appending("\(tarball.file).tmp-\(UInt32.random(in: 1_000_000...999_999_999))")
        let file = OpenFile(try root.create(temporary))
        do {
            let digest = try await fetch(file)
            try check(digest, tarball, name)
            try file.descriptor.synchronize()
            try finish(temporary, at: path)
            return digest
        } catch {
            try? root.unlink(temporary)
            throw error
        }
    }

    private func finish(_ temporary: RelativePath, at path: RelativePath) throws {
        do {
            try AtomicFile.place(temporary, at: path, in: root)
        } catch let error where error.errno == .exists {
            try root.unlink(temporary)
        }
    }

    private func check(_ digest: FileDigest, _ tarball: WantedTarball, _ name: PackageName) throws {
        let digests = TarballDigests(
            sha512: digest.sha512,
            sha1: digest.sha1,
            sha384: digest.sha384,
            sha256: digest.sha256
        )
        guard let integrity = tarball.integrity, !integrity.fits(digests) else { return }
        throw SupplyError(
            .wrong,
            "\(name)/\(tarball.file)",
            "is not the file that its version states: its digest is another one",
            hint: "Ask whoever runs \(tarball.address)"
        )
    }

    /// The tarballs that came after the document was written last, and that it does not note, by their SHA-1: to note them
    /// broke off.
    func unnoted(of name: PackageName) throws -> [(file: TarballFileName, sha1: SHA1Digest)] {
        let folder = try layout.folder(of: name)
        guard let document = try root.info(document(of: name)) else { return [] }
        let entries = try root.subdirectory(folder).entries()
        let later = entries.filter { $0.info.kind == .regular && $0.info.changed >= document.changed }
        let files = later.compactMap { try? TarballFileName($0.name) }.filter(\.isPlain)
        guard !files.isEmpty, let noted = try stored(name)?.attachments.map(\.file) else { return [] }
        return try files.filter { !noted.contains($0.string) }.compactMap { file in
            let digest = try FileDigest(of: root.open(folder.appending(file.string)), withSHA1: true)
            return digest.sha1.map { (file, $0) }
        }
    }

    /// Notes tarballs as the storage's own, by their SHA-1; those that are noted already stay as they are.
    func note(_ attachments: [(file: TarballFileName, sha1: SHA1Digest)], of name: PackageName) async throws {
        let folder = try layout.folder(of: name)
        try await lock.held(in: folder) {
            guard let stored = try stored(name), let bytes = stored.noting(attachments) else { return }
            try AtomicFile.write(bytes, to: folder.appending("package.json"), in: root)
        }
    }
}

extension Packument {
    /// The document with further attachments and the next revision; `nil` where it has them all.
    fileprivate func noting(_ attachments: [(file: TarballFileName, sha1: SHA1Digest)]) -> [UInt8]? {
        let known = Set(self.attachments.map(\.file))
        let missing = attachments.filter { !known.contains($0.file.string) }
        guard !missing.isEmpty else { return nil }
        let edits = [attachmentsEdit(missing, isFirst: known.isEmpty), revisionEdit].compactMap(\.self)
        var copy: [UInt8] = []
        copy.append(bytes, 0..<bytes.count, edited: edits.sorted { $0.range.lowerBound < $1.range.lowerBound })
        return copy
    }

    private func attachmentsEdit(_ missing: [(file: TarballFileName, sha1: SHA1Digest)], isFirst: Bool) -> SpanEdit? {
        let entries = missing.map { entry in
            let name = String(decoding: JSONValue.string(entry.file.string).encoded(), as: UTF8.self)
            return "\n\t\t\(name): {\n\t\t\t\"shasum\": \"\(entry.sha1.hex)\"\n\t\t}"
        }.joined(separator: ",")
        guard let span = member("_attachments"), bytes[span.lowerBound] == UInt8(ascii: "{") else { return nil }
        // Behind the opening brace: whatever stands there follows.
        let start = span.lowerBound + 1
        return SpanEdit(start..<start, entries + (isFirst ? "\n\t" : ","))
    }

    private var revisionEdit: SpanEdit? {
        member("_rev").map { SpanEdit($0, "\"\(StoredDocument.revision(after: revision))\"") }
    }
}
