import Crypto
import Folders
import Posix
import TestSupport
import Testing
import Transfer

@testable import Files

@Suite struct FilesRulesTests {
    private func entry(_ path: String, package: String, version: String? = nil, kind: EntryKind = .file) throws -> Entry
    {
        Entry(
            path: try RelativePath(path),
            size: 1,
            sha512: SHA512.hash([1]),
            kind: kind,
            package: package,
            version: version
        )
    }

    @Test("an entry belongs to the topmost part of its path", arguments: [("a/b/c", "a"), ("a", "a"), (".x/y", ".x")])
    func good(_ path: String, _ package: String) throws {
        #expect(throws: Never.self) { try FilesRules().checkEntry(entry(path, package: package)) }
    }

    @Test(
        "nothing lies in another package, has a version, or comes near what is Packferry's",
        arguments: [
            ("a/b", "b", nil), ("a/b", "a/b", nil), ("a", "", nil), ("a/b", "a", "1.0"),
            (".packferry/lock", ".packferry", nil), (".Packferry/lock", ".Packferry", nil),
            (".packferry", ".packferry", nil),
        ] as [(String, String, String?)]
    )
    func bad(_ path: String, _ package: String, _ version: String?) throws {
        let error = #expect(throws: TransferError.self) {
            try FilesRules().checkEntry(entry(path, package: package, version: version))
        }
        #expect(error?.code == .refused && error?.subject == path)
    }

    @Test("the kinds say in which order files land, and no others are known")
    func landings() {
        let rules = FilesRules()
        #expect(rules.landing(of: .file) == .placed)
        #expect(rules.landing(of: .last(1)) == .placedLast(1) && rules.landing(of: .last(99)) == .placedLast(99))
        for kind in ["last-0", "last-100", "last-01", "last", "npm-packument"] {
            #expect(rules.landing(of: EntryKind(rawValue: kind)) == nil, "\(kind)")
        }
    }
}
