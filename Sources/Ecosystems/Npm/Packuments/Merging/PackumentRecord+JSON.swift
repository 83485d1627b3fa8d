import Crypto
package import JSON
import Posix

/// How a record is kept (docs/formats/packument.md).
///
/// What came from an archive stands in it as text, so that neither its depth nor its numbers decide whether the record
/// can be read again.
extension PackumentRecord {
    /// The record as one JSON object, the same for the same record.
    package var json: JSONValue {
        var members: [(String, JSONValue)] = []
        if let regular {
            let sha512 = JSONValue.string(regular.sha512.hex)
            members.append(("regular", ["sequence": .integer(regular.sequence), "sha512": sha512]))
        }
        if let sequence = self.members { members.append(("members", .integer(sequence))) }
        members += Self.table("versions", versions) { .integer($0) }
        members += Self.table("metadata_only", metadataOnly) { .integer($0) }
        members += Self.table("tags", tags, \.json)
        if !knownTags.isEmpty {
            let sorted = knownTags.sorted(by: RelativePath.bytesPrecede)
            members.append(("known_tags", .array(sorted.map(JSONValue.string))))
        }
        if let latest { members.append(("latest", latest.json)) }
        members += Self.table("awaited", awaited, \.json)
        return .object(members)
    }

    /// Reads what `json` gave; members of later minors are passed over, and a damaged record is `nil`.
    package init?(_ json: JSONValue) {
        guard json.objectValue != nil else { return nil }
        self.init()
        guard let versions = Self.read(json["versions"], \.integerValue),
            let metadataOnly = Self.read(json["metadata_only"], \.integerValue),
            let tags = Self.read(json["tags"], Tag.init), let awaited = Self.read(json["awaited"], Awaited.init)
        else { return nil }
        (self.versions, self.metadataOnly) = (versions, metadataOnly)
        (self.tags, self.awaited) = (tags, awaited)
        if let value = json["known_tags"] {
            guard let names = value.arrayValue else { return nil }
            knownTags = Set(names.compactMap(\.stringValue))
        }
        if let value = json["latest"] {
            guard let latest = Latest(value) else { return nil }
            self.latest = latest
        }
        if let value = json["members"] {
            guard let sequence = value.integerValue else { return nil }
            members = sequence
        }
        if let value = json["regular"] {
            guard let regular = RegularDocument(value) else { return nil }
            self.regular = regular
        }
    }

    /// One member that holds a table, sorted by name; nothing for an empty table.
    private static func table<Value>(
        _ name: String,
        _ table: [String: Value],
        _ json: (Value) -> JSONValue
    ) -> [(String, JSONValue)] {
        guard !table.isEmpty else { return [] }
        let sorted = table.sorted { RelativePath.bytesPrecede($0.key, $1.key) }
        return [(name, .object(sorted.map { ($0.key, json($0.value)) }))]
    }

    /// A table that may be absent; `nil` if it is none, or an entry is not what it should be.
    private static func read<Value>(_ json: JSONValue?, _ value: (JSONValue) -> Value?) -> [String: Value]? {
        guard let json else { return [:] }
        guard let members = json.objectValue else { return nil }
        var table: [String: Value] = [:]
        for (name, member) in members {
            guard let entry = value(member) else { return nil }
            table[name] = entry
        }
        return table
    }
}

extension PackumentRecord.RegularDocument {
    fileprivate init?(_ json: JSONValue) {
        guard let sequence = json["sequence"]?.integerValue,
            let sha512 = json["sha512"]?.stringValue.flatMap({ SHA512Digest(hex: $0) })
        else { return nil }
        self.init(sequence: sequence, sha512: sha512)
    }
}

extension PackumentRecord.Tag {
    fileprivate var json: JSONValue {
        let members: [(String, JSONValue)] = [
            ("version", .string(version)), ("sequence", .integer(sequence)), ("partial", .bool(isPartial)),
        ]
        return .object(members + (isStandIn ? [("stand_in", true)] : []))
    }

    fileprivate init?(_ json: JSONValue) {
        guard let version = json["version"]?.stringValue, let sequence = json["sequence"]?.integerValue,
            let isPartial = json["partial"]?.boolValue
        else { return nil }
        let isStandIn = json["stand_in"]?.boolValue ?? false
        self.init(version: version, sequence: sequence, isPartial: isPartial, isStandIn: isStandIn)
    }
}

extension PackumentRecord.Latest {
    fileprivate var json: JSONValue { ["version": .string(version), "sequence": .integer(sequence)] }

    fileprivate init?(_ json: JSONValue) {
        guard let version = json["version"]?.stringValue, let sequence = json["sequence"]?.integerValue else {
            return nil
        }
        self.init(version: version, sequence: sequence)
    }
}

extension PackumentRecord.Awaited {
    fileprivate var json: JSONValue {
        let head: [(String, JSONValue)] = [("sequence", .integer(sequence))]
        let time = time.map { [("time", Self.text($0))] } ?? []
        return .object(head + time + [("object", Self.text(object))])
    }

    fileprivate init?(_ json: JSONValue) {
        guard let sequence = json["sequence"]?.integerValue, let object = json["object"]?.stringValue else {
            return nil
        }
        let time = json["time"]?.stringValue
        self.init(sequence: sequence, object: Array(object.utf8), time: time.map { Array($0.utf8) })
    }

    /// JSON is valid UTF-8, so nothing is lost.
    private static func text(_ bytes: [UInt8]) -> JSONValue { .string(String(decoding: bytes, as: UTF8.self)) }
}
