import Crypto
import JSON
import Posix
import TestSupport
import Testing
import Transfer

@testable import Npm

@Suite struct NpmRulesTests {
    private static func entry(
        _ path: String,
        package: String,
        version: String? = "1.0.0",
        kind: EntryKind = .file,
        size: Int64 = 1
    ) throws -> Entry {
        let path = try RelativePath(path)
        let sha512 = SHA512.hash([1])
        return Entry(path: path, size: size, sha512: sha512, kind: kind, package: package, version: version)
    }

    @Test(
        "tarballs and packuments lie in the folder of their package",
        arguments: [
            ("lodash/lodash-1.0.0.tgz", "lodash"), ("@babel/core/core-1.0.0.tgz", "@babel/core"),
            ("lodash/any name but hidden.tgz", "lodash"), ("lodash/lodash-1.0.0.tar.gz", "lodash"),
            ("lodash/da39a3ee5e6b4b0d3255bfef95601890afd80709", "lodash"),
            ("JSONStream/JSONStream-1.0.0.tgz", "JSONStream"),
        ]
    )
    func tarballs(_ path: String, _ package: String) throws {
        try NpmRules().checkEntry(Self.entry(path, package: package))
        let document = try RelativePath(path).parent?.string ?? ""
        let entry = try Self.entry("\(document)/package.json", package: package, version: nil, kind: .npmPackument)
        try NpmRules().checkEntry(entry)
    }

    @Test(
        "other places, other names and secrets are refused by name",
        arguments: [
            ("lodash-1.0.0.tgz", "lodash"), ("lodash/deep/lodash-1.0.0.tgz", "lodash"),
            ("lodash/lodash-1.0.0.tgz", "express"), ("lodash/lodash-1.0.0.tgz.tmp-1", "lodash"),
            ("lodash/.tgz", "lodash"),
            ("lodash/package.json.~1~", "lodash"),
            ("lodash/.hidden.tgz", "lodash"), (".verdaccio-db.json", ""), ("lodash/.verdaccio-db.json", "lodash"),
            (".packferry/x.tgz", ".packferry"), ("htpasswd", ""), (".token-db.json", ""), ("@babel/x.tgz", "@babel"),
            ("@babel/core/deep/x.tgz", "@babel/core"), ("node_modules/x.tgz", "node_modules"), ("_x/x.tgz", "_x"),
            ("@.x/y/y.tgz", "@.x/y"), ("lodash/package.json", "lodash"), ("lodash/package.json.lock", "lodash"),
            ("a b/a.tgz", "a b"), ("ünicode/x.tgz", "ünicode"),
        ]
    )
    func refused(_ path: String, _ package: String) throws {
        let entry = try Self.entry(path, package: package)
        let error = #expect(throws: TransferError.self) { try NpmRules().checkEntry(entry) }
        #expect(error?.code == .refused && error?.subject == path)
    }

    @Test("a packument is package.json, of no version, and at most 64 MiB", arguments: ["name", "version", "size"])
    func packument(_ fault: String) throws {
        let entry = try Self.entry(
            fault == "name" ? "lodash/other.json" : "lodash/package.json",
            package: "lodash",
            version: fault == "version" ? "1.0.0" : nil,
            kind: .npmPackument,
            size: fault == "size" ? 64 << 20 + 1 : 1
        )
        #expect(throws: TransferError.self) { try NpmRules().checkEntry(entry) }
    }

    @Test("a tarball is of a version that npm can read", arguments: [nil, "", "x", "1", "../1.0.0"])
    func versions(_ version: String?) throws {
        let entry = try Self.entry("lodash/lodash-1.0.0.tgz", package: "lodash", version: version)
        #expect(throws: TransferError.self) { try NpmRules().checkEntry(entry) }
    }
}
