import JSON
import TestSupport

/// One version of a small package.
struct SampleVersion: Sendable {
    let package: String
    let version: String
    let dependencies: [(String, JSONValue)]
    let payload: [UInt8]
    /// What else package.json says.
    let further: [(String, JSONValue)]

    init(
        _ package: String,
        _ version: String,
        needs: [String: String] = [:],
        payload: [UInt8] = [],
        further: [(String, JSONValue)] = []
    ) {
        self.package = package
        self.further = further
        self.version = version
        dependencies = needs.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) }
        self.payload = payload
    }

    /// The name of its file, which has no scope.
    var file: String { "\(package.split(separator: "/").last ?? "")-\(version).tgz" }

    /// Where its file lies in a storage.
    var path: String { "\(package)/\(file)" }

    /// What package.json says of it.
    var members: [(String, JSONValue)] {
        [
            ("name", .string(package)), ("version", .string(version)), ("main", "index.js"),
            ("dependencies", .object(dependencies)),
        ] + further
    }

    /// The bytes of its file; with its payload, so that they differ where that does.
    var tarball: [UInt8] {
        SampleTarball.bytes([
            ("package.json", JSONValue.object(members).encoded()),
            ("index.js", Array("module.exports = \"\(package)@\(version)\"\n".utf8)),
            ("payload.bin", payload),
        ])
    }
}
