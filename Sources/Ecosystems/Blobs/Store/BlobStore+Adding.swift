import Crypto
import Posix
import Time

extension BlobStore {
    /// Takes bytes that are at hand; they count as known after `settle()`.
    package func add(_ bytes: [UInt8]) async throws -> Blob {
        var digest = RunningFileDigest([.sha256])
        digest.update(bytes)
        let blob = Blob(digest.finalize(), size: Int64(bytes.count))
        if try await find([blob.sha256])[blob.sha256] == blob { return blob }
        let file = try IncomingFile.small(in: root)
        do {
            try file.file.descriptor.write(bytes)
            try await land(file, as: blob)
        } catch {
            file.drop()
            throw error
        }
        return blob
    }

    /// Gives a finished file its place, unless the same content is there already.
    func land(_ file: IncomingFile, as blob: Blob) async throws {
        // Those who serve it are others, and a umask may have taken their right to read.
        try file.file.descriptor.changeMode(0o644)
        do throws(SystemError) {
            try place(file.path, at: blob.path)
        } catch  where error.errno == .exists {
            // Names that are published are those of the file that is there, if it is what it is called.
            if try await find([blob.sha256])[blob.sha256] == nil {
                try root.rename(file.path, to: blob.path)
            } else {
                try root.unlink(file.path)
            }
        }
        pending.add(blob)
        file.dropTag()
    }

    private func place(_ file: RelativePath, at path: RelativePath) throws(SystemError) {
        do throws(SystemError) {
            try root.renameNew(file, to: path)
        } catch  where error.errno == .noEntry {
            guard let shard = path.parent else { throw error }
            try root.makeDirectories(shard)
            try root.renameNew(file, to: path)
        }
    }

    /// Makes everything durable that was added or fetched, and then known.
    ///
    /// The order is the point: a row says that its file survives a power cut. One call of the system for all of them, and
    /// one transaction.
    package func settle() async throws {
        try await turns.take(.settling) { _ in
            let blobs = pending.all
            guard !blobs.isEmpty else { return }
            try root.synchronizeFileSystem()
            try await table.add(blobs, at: clock.now())
            pending.remove(blobs)
        }
    }
}
