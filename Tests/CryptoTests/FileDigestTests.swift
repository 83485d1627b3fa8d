import Crypto
import Posix
import TestSupport
import Testing

@Suite("The digests of a file", .temporaryDirectory)
struct FileDigestTests {
    private func file(_ bytes: [UInt8]) throws -> Descriptor {
        let folder = try Directory(opening: AbsolutePath(TemporaryDirectory.current.description))
        try AtomicFile.write(bytes, to: RelativePath("f"), in: folder)
        return try folder.open(RelativePath("f"))
    }

    @Test(
        "are those of its bytes, whatever pieces they come in",
        arguments: [0, 1, 256 << 10, (256 << 10) + 1, 700_000]
    )
    func whole(size: Int) throws {
        let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        var passed = 0
        let digest = try FileDigest(of: file(bytes), withSHA1: true) { passed += $0 }
        #expect(digest.sha512 == SHA512.hash(bytes))
        #expect(digest.sha1 == SHA1.hash(bytes))
        #expect(passed == size)
        #expect(try FileDigest(of: file(bytes)).sha1 == nil)
    }

    @Test("are given up when whoever listens wants no more")
    func stopped() throws {
        struct Enough: Error {}
        var pieces = 0
        #expect(throws: Enough.self) {
            try FileDigest(of: file([UInt8](repeating: 7, count: 1 << 20))) { _ in
                pieces += 1
                if pieces == 2 { throw Enough() }
            }
        }
        #expect(pieces == 2)
    }
}
