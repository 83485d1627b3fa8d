import Crypto
import Posix
import TestSupport
import Testing
import Transfer

@testable import Npm

@Suite("Packages by name, entries by path")
struct PathOrderTests {
    private static let names = [
        "a", "a!", "a'b", "a(", "a-", "a--b", "a-b", "a-b-c", "a-b.c", "a.b", "a.b-c", "a.b.c", "a0", "a0-b", "aa",
        "ab",
        "ab-", "b", "@s/a", "@s/a-b", "@s/a.b", "@s/aa", "@s-t/a", "@s.t/a-b", "-", "--", "-a", "a~", "a_b", "a*",
    ]

    private func entry(_ name: String, _ file: String) throws -> Entry {
        Entry(
            path: try RelativePath("\(name)/\(file)"),
            size: 1,
            sha512: SHA512.hash([]),
            kind: .file,
            package: name,
            version: nil
        )
    }

    /// Every order that names can come in gives paths in their order, whichever of them there are.
    @Test(arguments: 0..<200)
    func givesPathsInOrder(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let names = try Self.names.filter { _ in Bool.random(using: &random) }
            .map { try PackageName($0) }.sorted()
        var found: [RelativePath] = []
        var order = PathOrder()
        for name in names {
            let files = [try entry(name.string, "package.json"), try entry(name.string, "b.tgz")]
            try order.add(name, files) { found.append($0.path) }
        }
        try order.finish { found.append($0.path) }
        #expect(found.count == 2 * names.count && found == found.sorted())
    }
}
