import Crypto
package import JSON
import Posix

extension PackumentRecord {
    /// The record as one JSON object, the same bytes for the same record.
    package func encoded() -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        if let regular { writer.regular(regular) }
        if let members {
            writer.key("members")
            writer.integer(members)
        }
        writer.object("versions", versions) { $0.integer($1) }
        writer.object("metadata_only", metadataOnly) { $0.integer($1) }
        writer.object("tags", tags) { $0.tag($1) }
        writer.object("awaited", awaited) { $0.awaited($1) }
        writer.endObject()
        return writer.finish()
    }

    /// Reads what `encoded` wrote; members of later minors are passed over.
    package init(decoding bytes: [UInt8]) throws(JSONError) {
        self.init()
        var scanner = try JSONScanner(bytes)
        try scanner.beginObject()
        while let key = try scanner.nextKey() {
            switch key {
            case "regular": regular = try scanner.regular()
            case "members": members = try scanner.integer()
            case "versions": versions = try scanner.map { scanner throws(JSONError) in try scanner.integer() }
            case "metadata_only": metadataOnly = try scanner.map { scanner throws(JSONError) in try scanner.integer() }
            case "tags": tags = try scanner.map { scanner throws(JSONError) in try scanner.tag() }
            case "awaited": awaited = try scanner.map { scanner throws(JSONError) in try scanner.awaited() }
            default: _ = try scanner.skipValue()
            }
        }
        try scanner.end()
    }
}

extension JSONWriter {
    fileprivate mutating func regular(_ regular: PackumentRecord.RegularDocument) {
        key("regular")
        beginObject()
        key("sequence")
        integer(regular.sequence)
        key("sha512")
        string(regular.sha512.hex)
        endObject()
    }

    fileprivate mutating func tag(_ tag: PackumentRecord.Tag) {
        beginObject()
        key("version")
        string(tag.version)
        key("sequence")
        integer(tag.sequence)
        key("partial")
        bool(tag.isPartial)
        endObject()
    }

    fileprivate mutating func awaited(_ awaited: PackumentRecord.Awaited) {
        beginObject()
        key("sequence")
        integer(awaited.sequence)
        if let time = awaited.time {
            key("time")
            raw(time)
        }
        key("object")
        raw(awaited.object)
        endObject()
    }

    /// One member that holds a table, sorted by name; nothing for an empty table.
    fileprivate mutating func object<Value>(
        _ name: String,
        _ table: [String: Value],
        _ write: (inout JSONWriter, Value) -> Void
    ) {
        guard !table.isEmpty else { return }
        key(name)
        beginObject()
        for (name, value) in table.sorted(by: { RelativePath.bytesPrecede($0.key, $1.key) }) {
            key(name)
            write(&self, value)
        }
        endObject()
    }
}

extension JSONScanner {
    fileprivate mutating func regular() throws(JSONError) -> PackumentRecord.RegularDocument {
        let members = try map { scanner throws(JSONError) in try scanner.value() }
        guard let sequence = members["sequence"]?.integerValue,
            let sha512 = members["sha512"]?.stringValue.flatMap({ SHA512Digest(hex: $0) })
        else { throw JSONError(.expectedObject, at: position, in: bytes.span) }
        return PackumentRecord.RegularDocument(sequence: sequence, sha512: sha512)
    }

    fileprivate mutating func tag() throws(JSONError) -> PackumentRecord.Tag {
        let members = try map { scanner throws(JSONError) in try scanner.value() }
        guard let version = members["version"]?.stringValue, let sequence = members["sequence"]?.integerValue,
            let isPartial = members["partial"]?.boolValue
        else { throw JSONError(.expectedObject, at: position, in: bytes.span) }
        return PackumentRecord.Tag(version: version, sequence: sequence, isPartial: isPartial)
    }

    fileprivate mutating func awaited() throws(JSONError) -> PackumentRecord.Awaited {
        let source = bytes
        let spans = try map { scanner throws(JSONError) in try scanner.skipValue() }
        guard let object = spans["object"], let sequence = spans["sequence"].flatMap({ Int64(source.text($0)) }) else {
            throw JSONError(.expectedObject, at: position, in: bytes.span)
        }
        return PackumentRecord.Awaited(
            sequence: sequence,
            object: Array(source[object]),
            time: spans["time"].map { Array(source[$0]) }
        )
    }

    fileprivate mutating func map<Value>(
        _ read: (inout JSONScanner) throws(JSONError) -> Value
    ) throws(JSONError) -> [String: Value] {
        var table: [String: Value] = [:]
        try beginObject()
        while let key = try nextKey() { table[key.string] = try read(&self) }
        return table
    }
}

extension [UInt8] {
    fileprivate func text(_ range: Range<Int>) -> String { String(decoding: self[range], as: UTF8.self) }
}
