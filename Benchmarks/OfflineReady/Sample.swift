import Crypto
import JSON
import Npm
import Posix

/// A packument of which no version could be kept: what was measured is not what is meant.
struct NothingLeft: Error {}

/// One packument file, and tarballs as if every version of it were present: the most that rendering can have to do.
struct Sample {
    private static let limits = JSONLimits(depth: 64, bytes: 64 << 20)

    let size: Int
    private let folder: Directory
    private let file: RelativePath
    private let tarballs: [TarballFileName: TarballDigests]

    init(_ path: String) throws {
        let path = try AbsolutePath(path)
        folder = try Directory(opening: path.parent)
        file = try RelativePath(path.lastComponent)
        let bytes = try folder.open(file).readAll(limit: Self.limits.bytes)
        size = bytes.count
        tarballs = Self.everyTarball(of: try Packument(scanning: bytes, limits: Self.limits))
    }

    /// Reads the file.
    func read() throws -> [UInt8] { try folder.open(file).readAll(limit: Self.limits.bytes) }

    /// Reads the file and makes it offline-ready; returns the size of that.
    func render() throws -> Int {
        let packument = try Packument(scanning: read(), limits: Self.limits)
        guard let bytes = OfflineReady.render(packument, tarballs: tarballs).bytes else { throw NothingLeft() }
        return bytes.count
    }

    private static func everyTarball(of packument: Packument) -> [TarballFileName: TarballDigests] {
        var found: [TarballFileName: TarballDigests] = [:]
        for dist in packument.versions.compactMap(\.dist) {
            guard let integrity = packument.integrity(of: dist) else { continue }
            let sha512 = integrity.sha512.first ?? SHA512.hash([])
            found[dist.file] = TarballDigests(sha512: sha512, sha1: integrity.sha1.first)
        }
        return found
    }
}
