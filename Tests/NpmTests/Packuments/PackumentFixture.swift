import Crypto
import JSON
import Npm

/// Builds packuments as text, with tarballs that are short strings.
struct PackumentFixture {
    var name: String = "demo"
    var versions: [(version: String, object: String)] = []
    var tags: [(String, String)] = []
    var times: [(String, String)] = []
    var attachments: [String] = []
    var others: [(String, String)] = []

    /// Adds a version whose tarball holds `content`; `extra` is further members of the object.
    mutating func add(_ version: String, content: String? = nil, time: String? = nil, _ extra: String = "") {
        let content = content ?? "\(name)@\(version)"
        versions.append((version, Self.object(name, version, content: content, extra)))
        if let time { times.append((version, time)) }
    }

    /// Says that the tarballs of these versions are the storage's own.
    mutating func attach(_ versions: String...) { attachments += versions.map { "\(baseName)-\($0).tgz" } }

    var baseName: String { String(name.split(separator: "/").last ?? "") }

    var bytes: [UInt8] {
        let others = others.map { ",\"\($0.0)\":\($0.1)" }.joined()
        let text = """
            {"_id":"\(name)","name":"\(name)","_rev":"7-abc","dist-tags":\(Self.table(tags)),\
            "versions":{\(versions.map { "\"\($0.version)\":\($0.object)" }.joined(separator: ","))},\
            "time":\(Self.table(times))\(others),\
            "_attachments":{\(attachments.map { "\"\($0)\":{\"shasum\":\"00\"}" }.joined(separator: ","))},\
            "_distfiles":{},"_uplinks":{}}
            """
        return Array(text.utf8)
    }

    func packument() throws -> Packument { try Packument(scanning: bytes, expecting: PackageName(name)) }

    static func object(_ name: String, _ version: String, content: String, _ extra: String = "") -> String {
        let file = "\(name.split(separator: "/").last ?? "")-\(version).tgz"
        return """
            {"name":"\(name)","version":"\(version)",\(extra.isEmpty ? "" : extra + ",")\
            "dist":{"integrity":"\(integrity(content))","shasum":"\(digests(content).sha1?.hex ?? "")",\
            "tarball":"https://registry.example/\(name)/-/\(file)"}}
            """
    }

    static func integrity(_ content: String) -> String { "sha512-\(digests(content).sha512.base64)" }

    static func digests(_ content: String) -> TarballDigests {
        TarballDigests(sha512: SHA512.hash(Array(content.utf8)), sha1: SHA1.hash(Array(content.utf8)))
    }

    static func file(_ name: String) throws -> TarballFileName { try TarballFileName(name) }

    private static func table(_ entries: [(String, String)]) -> String {
        "{\(entries.map { "\"\($0.0)\":\"\($0.1)\"" }.joined(separator: ","))}"
    }
}

extension PackumentFixture {
    /// The folder with the tarballs of these versions, as they should be.
    func tarballs(_ versions: String...) throws -> [TarballFileName: TarballDigests] {
        var tarballs: [TarballFileName: TarballDigests] = [:]
        for version in versions {
            tarballs[try Self.file("\(baseName)-\(version).tgz")] = Self.digests("\(name)@\(version)")
        }
        return tarballs
    }
}

extension [UInt8] {
    /// The bytes as text, for expectations that show both sides.
    var text: String { String(decoding: self, as: UTF8.self) }
}

extension Packument {
    /// The tags as a table.
    var tagTable: [String: String] { Dictionary(tags.map { ($0.tag, $0.version) }) { first, _ in first } }

    /// The member names of `versions`, in order.
    var versionNames: [String] { versions.map(\.version) }
}
