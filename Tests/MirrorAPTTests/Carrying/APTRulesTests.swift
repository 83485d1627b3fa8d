import Crypto
import Posix
import Testing
import Transfer

@testable import MirrorAPT

@Suite("What files of an APT repository are")
struct APTRulesTests {
    @Test(
        "by their paths alone",
        arguments: [
            ("pool/main/h/hello/hello_2.10-3_amd64.deb", "file", "hello", "2.10-3"),
            ("pool/main/libs/libssl3_3.0.11-1~deb12u2_arm64.deb", "file", "libssl3", "3.0.11-1~deb12u2"),
            ("pool/main/d/di/disk-detect_1.1_all.udeb", "file", "disk-detect", "1.1"),
            ("pool/main/h/hello/hello-dbgsym_2.10_amd64.ddeb", "file", "hello-dbgsym", "2.10"),
            ("pool/main/h/hello/hello_2.10-3.dsc", "file", "hello", "2.10-3"),
            ("pool/main/h/hello/hello_2.10.orig.tar.gz", "file", "hello", nil),
            ("pool/main/g/g++_4%3a12_amd64.deb", "file", "g++", "4%3a12"),
            ("pool/odd name_1_amd64.deb", "file", "pool", nil),
            ("pool/x_1_amd64.deb", "file", "pool", nil),
            ("doc/readme.txt", "file", "doc", nil),
            ("hello_1.0_amd64.deb", "file", "hello", "1.0"),
            ("dists/stable/InRelease", "in-release", "dists", nil),
            ("dists/stable/Release", "release", "dists", nil),
            ("dists/stable/Release.gpg", "release", "dists", nil),
            ("dists/stable/main/binary-amd64/Release", "release", "dists", nil),
            ("dists/stable/main/binary-amd64/Packages.xz", "index", "dists", nil),
            ("dists/stable/main/binary-amd64/by-hash/SHA256/00ff", "by-hash", "dists", nil),
            ("dists/stable/main/i18n/Translation-en.xz", "index", "dists", nil),
            ("dists/stable/main/installer-amd64/current/images/SHA256SUMS", "index", "dists", nil),
            ("Packages.gz", "index", "Packages.gz", nil), ("Sources", "index", "Sources", nil),
            ("Packages-of-the-day.txt", "file", "Packages-of-the-day.txt", nil),
        ] as [(String, String, String, String?)]
    )
    func places(_ path: String, _ kind: String, _ package: String, _ version: String?) throws {
        let (rules, path) = (APTRules(), try RelativePath(path))
        #expect(rules.place(of: path) == EntryPlace(EntryKind(rawValue: kind), of: package))
        #expect(rules.version(of: path) == version)
        try rules.checkEntry(entry(path.string, kind, package, version))
    }

    @Test("what says otherwise is refused")
    func refused() throws {
        let deb = "pool/main/h/hello/hello_1.0_amd64.deb"
        let wrong = [
            entry(deb, "in-release", "hello", "1.0"), entry(deb, "file", "other", "1.0"),
            entry(deb, "file", "hello", nil),
            entry("dists/stable/InRelease", "file", "dists", nil),
            entry(".packferry/identity.json", "file", ".packferry", nil),
        ]
        for entry in wrong { #expect(throws: TransferError.self) { try APTRules().checkEntry(entry) } }
    }

    @Test("lists come after what they name, the entry point at the very end")
    func order() throws {
        let paths = [
            "pool/a_1_all.deb", "d/by-hash/SHA256/0", "dists/s/main/x", "dists/s/Release", "dists/s/InRelease",
        ]
        let landings = try paths.map { path in
            try #require(APTRules().place(of: RelativePath(path)).flatMap { APTRules().landing(of: $0.kind) })
        }
        #expect(landings == landings.sorted() && Set(landings).count == landings.count)
    }

    private func entry(_ path: String, _ kind: String, _ package: String, _ version: String?) -> Entry {
        Entry(
            path: RelativePath(packed: path),
            size: 1,
            sha512: SHA512.hash([1]),
            kind: EntryKind(rawValue: kind),
            package: package,
            version: version
        )
    }
}
