import JSON

/// The one pass over a document: what each section holds, before the whole is judged.
struct PackumentScan {
    private(set) var name: String?
    private(set) var revision: String?
    private(set) var versions: [VersionScan] = []
    private(set) var tags: [DistTag] = []
    private(set) var times: [MemberSpan] = []
    private(set) var attachments: [Attachment] = []
    private(set) var members: [MemberSpan] = []

    private var scanner: JSONScanner
    private let isStrict: Bool

    /// With `isStrict` a section must be an object or null, a tag a string, and the name one too; else what is of
    /// another type is empty.
    init(_ bytes: [UInt8], limits: JSONLimits, isStrict: Bool) throws(JSONError) {
        self.isStrict = isStrict
        scanner = try JSONScanner(bytes, limits: limits, duplicateKeys: .reject)
        try scanner.beginObject()
        while let key = try scanner.nextKey() { try member(key) }
        try scanner.end()
    }

    private mutating func member(_ key: JSONKey) throws(JSONError) {
        let start = scanner.position
        switch key {
        case "name": name = isStrict ? try scanner.string() : try scanner.optionalString()
        case "_rev": revision = try scanner.optionalString()
        case "versions": try section { scan, key throws(JSONError) in try scan.version(key) }
        case "dist-tags": try section { scan, key throws(JSONError) in try scan.tag(key) }
        case "time": try section { scan, key throws(JSONError) in try scan.time(key) }
        case "_attachments": try section { scan, key throws(JSONError) in try scan.attachment(key) }
        default: _ = try scanner.skipValue()
        }
        members.append(MemberSpan(name: key.string, value: start..<scanner.position))
    }

    /// Reads an object whose absence may also be spelled `null`.
    private mutating func section(
        _ entry: (inout PackumentScan, JSONKey) throws(JSONError) -> Void
    ) throws(JSONError) {
        let kind = try scanner.peek()
        guard kind == .object || isStrict && kind != .null else {
            _ = try scanner.skipValue()
            return
        }
        try scanner.beginObject()
        while let key = try scanner.nextKey() { try entry(&self, key) }
    }

    private mutating func version(_ key: JSONKey) throws(JSONError) {
        versions.append(try VersionScan(key.string, &scanner))
    }

    private mutating func tag(_ key: JSONKey) throws(JSONError) {
        guard let version = isStrict ? try scanner.optionalString() : try scanner.lastString() else { return }
        tags.append(DistTag(tag: key.string, version: version))
    }

    private mutating func time(_ key: JSONKey) throws(JSONError) {
        times.append(MemberSpan(name: key.string, value: try scanner.skipValue()))
    }

    private mutating func attachment(_ key: JSONKey) throws(JSONError) {
        var shasum: String?
        if try scanner.peek() == .object {
            try scanner.beginObject()
            while let member = try scanner.nextKey() {
                if member == "shasum" { shasum = try scanner.optionalString() } else { _ = try scanner.skipValue() }
            }
        } else {
            _ = try scanner.skipValue()
        }
        attachments.append(Attachment(file: key.string, shasum: shasum))
    }
}
