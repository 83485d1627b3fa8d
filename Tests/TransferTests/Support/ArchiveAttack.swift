import Posix
import Testing
import Transfer

/// An archive changed by somebody who knows the format, and the word by which it must be refused.
struct ArchiveAttack: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// Must stand in the first line of what is said.
    let named: String
    let change: @Sendable (inout Members) throws -> Void

    init(_ title: String, named: String, _ change: @escaping @Sendable (inout Members) throws -> Void) {
        testDescription = title
        self.named = named
        self.change = change
    }
}

extension ArchiveAttack {
    static let hiddenNames = [
        ".verdaccio-db.json", "alpha/.verdaccio-db.json", ".packferry/accepted.json", ".packferry/9.bin", "htpasswd",
        "alpha/deep/9.bin", "beta/9.bin", "alpha/8.bin", "alpha/index.txt.lock",
    ]

    static let structure =
        ["SHA512SUMS", "manifest.json", "snapshot.json", "README.txt", "verify.sh", "storage/alpha/1.1.bin"].map {
            name in
            ArchiveAttack("without \(name)", named: name) { $0.list.removeAll { $0.name == name } }
        } + [
            ArchiveAttack("nothing but SHA512SUMS", named: "manifest.json") { $0.list.removeLast($0.list.count - 1) },
            ArchiveAttack("no member at all", named: "SHA512SUMS") { $0.list = [] },
            ArchiveAttack("without its last member", named: "beta/index.txt") { $0.list.removeLast() },
            ArchiveAttack("an extra member at the end", named: "storage/beta/zzz") {
                $0.list.append(("storage/beta/zzz", [1]))
            },
            ArchiveAttack("an extra member at the start", named: "AAA") { $0.list.insert(("AAA", [1]), at: 0) },
            ArchiveAttack("a member outside of storage", named: "etc/passwd") {
                $0.list.insert(("etc/passwd", [1]), at: 5)
            },
            ArchiveAttack("a member twice", named: "storage/alpha/1.1.bin") { members in
                members.list.insert(members.list[5], at: 6)
            },
            ArchiveAttack("two files swapped", named: "storage/beta/1.0.bin") { $0.list.swapAt(5, 6) },
            ArchiveAttack("documents before files", named: "storage/alpha/index.txt") { $0.list.swapAt(5, 7) },
            ArchiveAttack("snapshot before manifest", named: "snapshot.json") { $0.list.swapAt(1, 2) },
            ArchiveAttack("SHA512SUMS second", named: "manifest.json") { $0.list.swapAt(0, 1) },
            ArchiveAttack("a member renamed", named: "storage/alpha/1.2.bin") {
                $0.list[5].name = "storage/alpha/1.2.bin"
            },
            ArchiveAttack("a file under another file", named: "storage/alpha/1.1.bin/x.bin") {
                $0.list.insert(("storage/alpha/1.1.bin/x.bin", [1]), at: 6)
            },
        ]
}
