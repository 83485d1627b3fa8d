import Posix
import Testing

@testable import Npm

@Suite("Tarball names")
struct TarballFileNameTests {
    @Test(
        "any visible file name ending in .tgz will do",
        arguments: [
            "lodash-4.17.21.tgz", "y-1.0.0+b1.tgz", "a b-1.tgz", "ä.tgz", "-.tgz", "JSONStream-1.0.3.tgz", "a%2fb.tgz",
        ]
    )
    func accepted(text: String) throws {
        let name = try TarballFileName(text)
        #expect(name.string == text)
        #expect(name.path.string == text)
    }

    @Test(
        "paths, hidden names and other files are refused",
        arguments: [
            "", ".tgz", "..tgz", ".a.tgz", "a/b.tgz", "../a.tgz", "a\\b.tgz", "a.tar", "a.tgz.tmp-123", "package.json",
            "a.TGZ", "a.tgz/",
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
