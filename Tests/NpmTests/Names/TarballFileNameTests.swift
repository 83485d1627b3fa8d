import Posix
import Testing

@testable import Npm

@Suite("Tarball names")
struct TarballFileNameTests {
    @Test(
        "any visible file name will do, whatever it ends in",
        arguments: [
            "lodash-4.17.21.tgz", "y-1.0.0+b1.tgz", "a b-1.tgz", "ä.tgz", "-.tgz", "JSONStream-1.0.3.tgz", "a%2fb.tgz",
            "a.tar", "a.tar.gz", "a.TGZ", "da39a3ee5e6b4b0d3255bfef95601890afd80709", "package.tgz", "a.tmp", "x.~1~",
        ]
    )
    func accepted(text: String) throws {
        let name = try TarballFileName(text)
        #expect(name.string == text)
        #expect(name.path.string == text)
    }

    @Test(
        "paths, hidden names and names of what is no tarball are refused",
        arguments: [
            "", ".tgz", "..tgz", ".a.tgz", "a/b.tgz", "../a.tgz", "a\\b.tgz", "a.tgz.tmp-123", "package.json",
            "package.json.lock",
            "package.json.~1~", "package.json.tmp123", "a.lock", "a.tgz/",
            "/a.tgz", "a\u{0}.tgz", "a\n.tgz", "a.tgz ", "\(String(repeating: "a", count: 252)).tgz",
        ]
    )
    func refused(text: String) {
        #expect(throws: NameError(name: text, rule: .notTarball)) { try TarballFileName(text) }
    }

    @Test("tarball names sort by bytes")
    func order() throws {
        let names = try ["b.tgz", "a.tgz", "B.tgz", "a-1.tgz"].map { try TarballFileName($0) }
        #expect(names.sorted().map(\.string) == ["B.tgz", "a-1.tgz", "a.tgz", "b.tgz"])
    }
}
