import Foundation
import JSON

/// A version published into a storage by `npm publish`, as Verdaccio leaves it there.
enum LocalPublication {
    /// Puts the version into the storage and its document, as its latest unless a tag is given.
    static func add(_ version: SampleVersion, to storage: String, tag: String = "latest") async throws {
        let folder = FileManager.default.temporaryDirectory.path + "/packferry-publication-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        // Published alone first, so that digests and metadata are those of its file.
        var alone = SampleStorage(in: folder)
        try await alone.add([version])
        let incoming = try document(of: version.package, in: folder)
        let present = try? document(of: version.package, in: storage)
        let merged = try merge(incoming, into: present ?? incoming, version: version, tag: tag)
        let package = "\(storage)/\(version.package)"
        try FileManager.default.createDirectory(atPath: package, withIntermediateDirectories: true)
        try Data(version.tarball).write(to: URL(fileURLWithPath: "\(storage)/\(version.path)"), options: .atomic)
        try Data(merged.encoded()).write(to: URL(fileURLWithPath: "\(package)/package.json"), options: .atomic)
    }

    /// Takes a version out of a storage as `npm unpublish` does: its line, then its file.
    static func remove(_ version: SampleVersion, from storage: String) throws {
        var document = try document(of: version.package, in: storage)
        let keys = ["versions": version.version, "time": version.version, "_attachments": version.file]
        for (section, key) in keys {
            let left = (document[section]?.objectValue ?? []).filter { $0.0 != key }
            document = document.setting(section, to: .object(left))
        }
        let place = "\(storage)/\(version.package)/package.json"
        try Data(document.encoded()).write(to: URL(fileURLWithPath: place), options: .atomic)
        try FileManager.default.removeItem(atPath: "\(storage)/\(version.path)")
    }

    /// The document of a package in a storage.
    static func document(of package: String, in storage: String) throws -> JSONValue {
        let path = "\(storage)/\(package)/package.json"
        return try JSONValue(parsing: Array(Data(contentsOf: URL(fileURLWithPath: path))))
    }

    private static func merge(
        _ incoming: JSONValue,
        into present: JSONValue,
        version: SampleVersion,
        tag: String
    ) throws -> JSONValue {
        // Verdaccio keeps no upstream address of what was published into it.
        var merged = present.setting("dist-tags", tag, to: .string(version.version))
            .setting("time", version.version, to: "2025-07-01T00:00:00.000Z")
        for (section, key) in [("versions", version.version), ("_attachments", version.file)] {
            guard let value = incoming[section]?[key] else { throw JSONValue.Unexpected(description: "no \(section)") }
            merged = merged.setting(section, key, to: value)
        }
        return merged
    }
}

extension JSONValue {
    /// The document with one member of one of its sections changed or added.
    func setting(_ section: String, _ key: String, to value: JSONValue) -> JSONValue {
        setting(section, to: (self[section] ?? [:]).setting(key, to: value))
    }

    /// The document with one member changed or added.
    func setting(_ name: String, to value: JSONValue) -> JSONValue {
        var members = objectValue ?? []
        if let index = members.firstIndex(where: { $0.0 == name }) {
            members[index].1 = value
        } else {
            members.append((name, value))
        }
        return .object(members)
    }

    /// The names of the members.
    var keys: [String] { (objectValue ?? []).map(\.0) }
}
