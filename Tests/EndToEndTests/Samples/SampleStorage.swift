import Foundation
import JSON

/// A small Verdaccio storage with real package files.
struct SampleStorage {
    private struct Published {
        let version: SampleVersion
        let sha512: String
        let sha1: String
    }

    let folder: String
    private var published: [String: [Published]] = [:]
    /// Versions that the upstream has and the storage has not.
    private var absent: [String: [SampleVersion]] = [:]

    init(in folder: String) { self.folder = folder }

    /// Puts versions there as a pull-through cache does: file, then metadata; the last of a package is its latest.
    mutating func add(_ versions: [SampleVersion]) async throws {
        for version in versions {
            try FileManager.default.createDirectory(
                atPath: "\(folder)/\(version.package)",
                withIntermediateDirectories: true
            )
            try Data(version.tarball).write(to: URL(fileURLWithPath: "\(folder)/\(version.path)"))
        }
        try await record(versions)
    }

    private mutating func record(_ versions: [SampleVersion]) async throws {
        let paths = versions.map(\.path)
        let (sha512, sha1) = (try await digests("sha512sum", paths), try await digests("sha1sum", paths))
        for version in versions {
            guard let long = sha512[version.path], let short = sha1[version.path] else { continue }
            published[version.package, default: []].append(Published(version: version, sha512: long, sha1: short))
        }
        for package in Set(versions.map(\.package)) { try writeDocument(of: package) }
    }

    /// Puts one version there whose file is so many mebibytes of noise, which no client could unpack.
    mutating func addNoise(_ version: SampleVersion, mebibytes: Int) async throws {
        let sh = try Executable.needed("sh")
        let script = "mkdir -p \"$1\" && head -c \(mebibytes)M /dev/urandom > \"$2\""
        try await sh.run(["-c", script, "sh", version.package, version.path], in: folder).succeeded()
        try await record([version])
    }

    /// Lets the metadata name versions whose files were never fetched.
    mutating func mention(_ versions: [SampleVersion]) throws {
        for version in versions { absent[version.package, default: []].append(version) }
        for package in Set(versions.map(\.package)) { try writeDocument(of: package) }
    }

    private func digests(_ tool: String, _ paths: [String]) async throws -> [String: String] {
        let lines = try await Executable.needed(tool).run(["--"] + paths, in: folder).succeeded().lines
        let pairs = lines.compactMap { line -> (String, String)? in
            guard let space = line.firstIndex(of: " ") else { return nil }
            return (String(line[line.index(space, offsetBy: 2)...]), String(line[..<space]))
        }
        return Dictionary(pairs) { first, _ in first }
    }

    private func writeDocument(of package: String) throws {
        let versions = published[package] ?? []
        let missing = absent[package] ?? []
        var listed = versions.map { ($0.version.version, Self.metadata($0.version, $0.sha512, $0.sha1)) }
        listed += missing.map { version in
            (
                version.version,
                Self.metadata(version, String(repeating: "0", count: 128), String(repeating: "0", count: 40))
            )
        }
        let all = versions.map(\.version) + missing
        let latest = all.last.map { [("latest", JSONValue.string($0.version))] } ?? []
        let document: JSONValue = [
            "name": .string(package),
            "versions": .object(listed),
            "time": .object(all.map { ($0.version, "2025-06-01T00:00:00.000Z") }),
            "users": [:],
            "dist-tags": .object(latest),
            "_uplinks": ["npmjs": ["etag": "\"a\"", "fetched": 1_748_736_000_000]],
            "_distfiles": .object(all.map { ($0.file, ["url": .string(Self.address(of: $0))]) }),
            "_attachments": .object(versions.map { ($0.version.file, ["shasum": .string($0.sha1)]) }),
            "_rev": "1-0123456789abcdef",
            "_id": .string(package),
            "readme": "",
        ]
        let path = "\(folder)/\(package)/package.json"
        try FileManager.default.createDirectory(atPath: "\(folder)/\(package)", withIntermediateDirectories: true)
        try Data(document.encoded()).write(to: URL(fileURLWithPath: path), options: .atomic)
    }

    private static func metadata(_ version: SampleVersion, _ sha512: String, _ sha1: String) -> JSONValue {
        .object(
            version.members + [
                (
                    "dist",
                    [
                        "integrity": .string("sha512-\(base64(hex: sha512))"), "shasum": .string(sha1),
                        "tarball": .string(address(of: version)),
                    ]
                )
            ]
        )
    }

    private static func address(of version: SampleVersion) -> String {
        "https://registry.npmjs.org/\(version.package)/-/\(version.file)"
    }

    private static func base64(hex: String) -> String {
        let digits = hex.compactMap(\.hexDigitValue)
        let bytes = stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
        return Data(bytes).base64EncodedString()
    }
}
