import Foundation
import Posix
import TestSupport
import Testing
import Transfer

@Suite("The sidecar of an archive", .temporaryDirectory)
struct SidecarTests {
    /// SHA-512 of `abc`, the example of FIPS 180-4.
    private static let digest =
        "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
        + "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"

    private func check(_ sidecar: String?, content: String = "abc") throws {
        let archive = "\(TemporaryDirectory.current)/d.tar.zst"
        try Data(content.utf8).write(to: URL(filePath: archive))
        if let sidecar { try Data(sidecar.utf8).write(to: URL(filePath: "\(archive).sha512")) }
        try Sidecar.check(AbsolutePath(archive))
    }

    @Test(
        "that fits is nothing to speak of, and neither is none",
        arguments: [
            nil, "\(digest)  d.tar.zst\n", "\(digest) *d.tar.zst", "\(digest.uppercased())  d.tar.zst\r\n",
            "\(digest)  renamed.tar.zst\n", "\(digest)  artifacts/d.tar.zst\n",
            "\(String(repeating: "0", count: 128))  other\n\(digest)  d.tar.zst\n",
        ]
    )
    func fits(sidecar: String?) throws { try check(sidecar) }

    @Test(
        "that does not fit, or cannot be read, refuses the archive",
        arguments: [
            "", "\n", "abc", "\(digest)", "\(digest)  d.tar.zst\nrubbish\n", "\(digest)  a\n\(digest)  b\n",
            "\(String(repeating: "0", count: 128))  d.tar.zst\n", "g\(digest.dropFirst())  d.tar.zst\n",
        ]
    )
    func refused(sidecar: String) {
        let error = #expect(throws: TransferError.self) { try check(sidecar) }
        #expect(error?.code == .refused)
    }

    @Test("tells an archive of which a byte changed")
    func changed() {
        let error = #expect(throws: TransferError.self) { try check("\(Self.digest)  d.tar.zst\n", content: "abd") }
        #expect(error?.subject.hasSuffix("/d.tar.zst") == true)
    }

    @Test("is not looked for beside a folder, or what is not there")
    func none() throws {
        let folder = try AbsolutePath(TemporaryDirectory.current)
        try Sidecar.check(folder)
        try Sidecar.check(folder.appending("nothing"))
    }
}
