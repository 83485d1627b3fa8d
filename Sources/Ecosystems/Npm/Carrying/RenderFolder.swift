import Crypto
import Posix

/// The folder in which one capture keeps the packuments it has rendered, each named by its content.
///
/// A running Verdaccio may rewrite those in the storage at any moment; these stay as they were listed.
struct RenderFolder: Sendable {
    let root: Directory
    let path: RelativePath

    /// Writes a packument, unless it is there.
    func keep(_ bytes: [UInt8], as digest: SHA512Digest) throws {
        guard try !holds(digest) else { return }
        let file = try create(digest)
        try file.write(bytes)
        try file.close()
    }

    func holds(_ digest: SHA512Digest) throws -> Bool { try root.info(place(digest)) != nil }

    func open(_ digest: SHA512Digest) throws -> Descriptor { try root.open(place(digest)) }

    /// Removes all of it.
    func clear() throws { try root.removeAll(path) }

    private func create(_ digest: SHA512Digest) throws -> Descriptor {
        let place = try place(digest)
        do {
            return try root.create(place)
        } catch  where error.errno == .noEntry {
            try root.makeDirectories(path)
            return try root.create(place)
        }
    }

    private func place(_ digest: SHA512Digest) throws(PathError) -> RelativePath { try path.appending(digest.hex) }
}
