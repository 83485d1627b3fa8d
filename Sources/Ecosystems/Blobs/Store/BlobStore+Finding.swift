package import Crypto
import Posix
import Time

extension BlobStore {
    /// Those of the asked contents that are there whole.
    ///
    /// A known one has its file of that size. A file without a row, as a crash or a lost database leaves it, is read and
    /// hashed before it is counted, and removed when it is not what it is called; a known one of another size goes into
    /// quarantine. One query and one look at each; what has to be read takes its time, on the thread of whoever asks.
    package func find(_ wanted: [SHA256Digest]) async throws -> [SHA256Digest: Blob] {
        let known = try await table.rows(of: wanted)
        var found: [SHA256Digest: Blob] = [:]
        var gone: [SHA256Digest] = []
        for digest in Set(wanted) {
            try Task.checkCancellation()
            found[digest] = try look(digest, known[digest] ?? pending.find(digest))
            if found[digest] == nil, known[digest] != nil { gone.append(digest) }
        }
        try await table.remove(gone)
        return found
    }

    /// The same by the other digest, which only rows know: what has none is not found.
    package func find(sha512 wanted: [SHA512Digest]) async throws -> [SHA512Digest: Blob] {
        var found = try await table.rows(of: wanted)
        for digest in wanted where found[digest] == nil { found[digest] = pending.find(digest) }
        let whole = try await find(found.values.map(\.sha256))
        return found.filter { whole[$0.value.sha256] == $0.value }
    }

    private func look(_ digest: SHA256Digest, _ known: Blob?) throws -> Blob? {
        guard let info = try root.info(Blob.path(of: digest)), info.kind == .regular else { return nil }
        guard let known else { return try adopt(digest) }
        if info.size == known.size { return known }
        try quarantine(digest)
        return nil
    }

    /// Reads a file that nothing is known of.
    private func adopt(_ digest: SHA256Digest) throws -> Blob? {
        let path = Blob.path(of: digest)
        let blob = try read(path)
        guard blob.sha256 == digest else {
            try root.unlink(path)
            return nil
        }
        pending.add(blob)
        return blob
    }

    /// What a file of the store holds, by reading all of it.
    func read(_ path: RelativePath, each: (_ bytes: Int) throws -> Void = { _ in }) throws -> Blob {
        var digest = RunningFileDigest([.sha256])
        let size = try digest.update(from: root.open(path)) { bytes in
            try Task.checkCancellation()
            try each(bytes)
        }
        return Blob(digest.finalize(), size: size)
    }

    /// Takes a file out of use without losing it.
    func quarantine(_ digest: SHA256Digest) throws {
        try root.makeDirectories(Self.quarantine)
        let name = "\(Self.quarantine)/\(digest.hex)-\(clock.now().milliseconds)"
        try root.rename(Blob.path(of: digest), to: RelativePath(name))
    }
}

extension Blob {
    /// What was hashed with SHA-256 beside SHA-512.
    init(_ digest: FileDigest, size: Int64) {
        guard let sha256 = digest.sha256 else { preconditionFailure("SHA-256 was asked for") }
        self.init(sha256: sha256, sha512: digest.sha512, size: size)
    }
}
