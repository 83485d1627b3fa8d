import Crypto
import Transfer

extension ArchiveAttack {
    /// Members with other bytes than are listed.
    static let content = [
        ArchiveAttack("a file with other bytes", named: "alpha/1.1.bin") { $0["storage/alpha/1.1.bin"][0] ^= 1 },
        ArchiveAttack("a file cut", named: "storage/alpha/1.1.bin") { $0["storage/alpha/1.1.bin"].removeLast() },
        ArchiveAttack("a file lengthened", named: "storage/alpha/1.1.bin") { $0["storage/alpha/1.1.bin"].append(0) },
        ArchiveAttack("an empty file", named: "storage/alpha/1.1.bin") { $0["storage/alpha/1.1.bin"] = [] },
        ArchiveAttack("a file of zeros", named: "alpha/1.1.bin") {
            $0["storage/alpha/1.1.bin"] = Array(repeating: 0, count: $0["storage/alpha/1.1.bin"].count)
        },
        ArchiveAttack("a document with other bytes", named: "beta/index.txt") { $0["storage/beta/index.txt"][0] ^= 1 },
        ArchiveAttack("a document cut", named: "storage/beta/index.txt") { $0["storage/beta/index.txt"].removeLast() },
        ArchiveAttack("the manifest with other bytes", named: "manifest.json") { $0["manifest.json"].append(10) },
        ArchiveAttack("the snapshot with other bytes", named: "snapshot.json") { $0["snapshot.json"].append(10) },
        ArchiveAttack("the text for people with other bytes", named: "README.txt") { $0["README.txt"][0] ^= 1 },
        ArchiveAttack("the script with other bytes", named: "verify.sh") { $0["verify.sh"] = Array("rm -rf /".utf8) },
        ArchiveAttack("a digest in SHA512SUMS", named: "manifest.json") { members in
            var lines = try Checksums(parsing: members["SHA512SUMS"]).lines
            lines[0] = .init(sha512: SHA512Digest(of: "other"), name: lines[0].name)
            members["SHA512SUMS"] = Checksums(lines).encoded
        },
        ArchiveAttack("a line of SHA512SUMS gone", named: "SHA512SUMS") { members in
            members["SHA512SUMS"] = Checksums(try Checksums(parsing: members["SHA512SUMS"]).lines.dropLast()).encoded
        },
        ArchiveAttack("a line of SHA512SUMS twice", named: "SHA512SUMS") { members in
            let lines = try Checksums(parsing: members["SHA512SUMS"]).lines
            members["SHA512SUMS"] = Checksums(lines + lines.suffix(1)).encoded
        },
        ArchiveAttack("the documents' lines swapped", named: "SHA512SUMS") { members in
            var lines = try Checksums(parsing: members["SHA512SUMS"]).lines
            lines.swapAt(2, 3)
            members["SHA512SUMS"] = Checksums(lines).encoded
        },
        ArchiveAttack("the files' lines swapped", named: "SHA512SUMS") { members in
            var lines = try Checksums(parsing: members["SHA512SUMS"]).lines
            lines.swapAt(4, 5)
            members["SHA512SUMS"] = Checksums(lines).encoded
        },
        ArchiveAttack("SHA512SUMS that is none", named: "SHA512SUMS") { $0["SHA512SUMS"] = Array("hello\n".utf8) },
        ArchiveAttack("SHA512SUMS with carriage returns", named: "SHA512SUMS") { members in
            let text = String(decoding: members["SHA512SUMS"], as: UTF8.self)
            members["SHA512SUMS"] = Array(text.replacing("  storage", with: "\r  storage").utf8)
        },
        ArchiveAttack("SHA512SUMS with digests in upper case", named: "SHA512SUMS") { members in
            let lines = String(decoding: members["SHA512SUMS"], as: UTF8.self).split(separator: "\n")
            let last = lines.last.map { "\($0.prefix(128).uppercased())\($0.dropFirst(128))" } ?? ""
            let changed = lines.dropLast().map(String.init) + [last, ""]
            members["SHA512SUMS"] = Array(changed.joined(separator: "\n").utf8)
        },
        ArchiveAttack("SHA512SUMS without its last line feed", named: "SHA512SUMS") { $0["SHA512SUMS"].removeLast() },
        ArchiveAttack("SHA512SUMS with a line without end", named: "SHA512SUMS") { members in
            members["SHA512SUMS"].insert(contentsOf: Array(repeating: UInt8(ascii: "0"), count: 1 << 20), at: 0)
        },
        ArchiveAttack("SHA512SUMS that ends after the documents", named: "SHA512SUMS") { members in
            let lines = try Checksums(parsing: members["SHA512SUMS"]).lines.prefix(4)
            members["SHA512SUMS"] = Checksums(Array(lines)).encoded
        },
        ArchiveAttack("SHA512SUMS that is empty", named: "SHA512SUMS") { $0["SHA512SUMS"] = [] },
    ]
}
