import Archives
import Crypto
import Posix

/// Reads tarballs for their digests and for what is in them, both in one pass over their bytes.
///
/// One belongs to one thread: its buffers serve file after file.
final class TarballInspector {
    private let limits: LooseTarLimits
    private let reader: LooseTarReader
    private var buffer: [UInt8]

    /// Throws where there is no memory.
    init(_ limits: LooseTarLimits = LooseTarLimits()) throws {
        self.limits = limits
        reader = try LooseTarReader(limits)
        // One more, by which a file that grew beyond the limit is seen.
        buffer = [UInt8](repeating: 0, count: limits.buffered + 1)
    }

    /// Reads a whole file.
    func inspect(
        _ file: consuming Descriptor,
        size: Int64,
        withSHA1: Bool,
        withSHA2: Bool
    ) throws -> (TarballDigests, TarballContent) {
        var digesting = TarballDigesting(withSHA1: withSHA1, withSHA2: withSHA2)
        if size <= limits.buffered {
            let count = try file.fill(&buffer)
            if count < buffer.count {
                digesting.update(buffer, count: count)
                return (digesting.finish(), TarballContent(try reader.check(buffer, count: count)))
            }
            try file.seek(to: 0)
        }
        let source = DigestingSource(file, digesting)
        let verdict = try reader.check(source, size: size)
        return (try source.finish(), TarballContent(verdict))
    }
}

/// The digests of a tarball in the making.
struct TarballDigesting {
    private var sha512 = SHA512()
    private var sha1: SHA1?
    private var sha256: SHA256?
    private var sha384: SHA384?

    init(withSHA1: Bool, withSHA2: Bool) {
        if withSHA1 { sha1 = SHA1() }
        if withSHA2 { (sha256, sha384) = (SHA256(), SHA384()) }
    }

    mutating func update(_ bytes: [UInt8], count: Int) {
        sha512.update(bytes, count: count)
        sha1?.update(bytes, count: count)
        sha256?.update(bytes, count: count)
        sha384?.update(bytes, count: count)
    }

    mutating func finish() -> TarballDigests {
        TarballDigests(
            sha512: sha512.finalize(),
            sha1: sha1?.finalize(),
            sha384: sha384?.finalize(),
            sha256: sha256?.finalize()
        )
    }
}

/// A file that is hashed as it is read.
private final class DigestingSource: ByteSource {
    private let file: Descriptor
    private var digesting: TarballDigesting

    init(_ file: consuming Descriptor, _ digesting: TarballDigesting) {
        self.file = file
        self.digesting = digesting
        self.file.adviseSequential()
    }

    func read(into buffer: inout [UInt8]) throws -> Int {
        try Task.checkCancellation()
        let count = try file.read(into: &buffer)
        digesting.update(buffer, count: count)
        return count
    }

    /// The digests of all of it, whoever stopped reading before its end.
    func finish() throws -> TarballDigests {
        var rest = [UInt8](repeating: 0, count: 256 << 10)
        while try read(into: &rest) > 0 {}
        return digesting.finish()
    }
}
