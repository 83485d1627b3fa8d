import JSON

/// What resolving asks of a version object beyond what reading a packument notes: where those members are.
struct VersionStatements {
    fileprivate(set) var peers: Range<Int>?
    fileprivate(set) var peerNotes: Range<Int>?
    fileprivate(set) var bundled: Range<Int>?
    fileprivate(set) var engines: Range<Int>?
    fileprivate(set) var scripts: Range<Int>?
    fileprivate(set) var hasShrinkwrap = false
    /// In bytes; 0 where it is not said.
    fileprivate(set) var unpackedSize: UInt64 = 0
}

extension Packument {
    /// Passes once over a version object.
    func statements(of version: PackumentVersion) -> VersionStatements {
        var stated = VersionStatements()
        if let scanner = try? JSONScanner(bytes, range: version.span) { try? stated.read(scanner) }
        return stated
    }
}

extension VersionStatements {
    fileprivate mutating func read(_ given: consuming JSONScanner) throws(JSONError) {
        var scanner = given
        try scanner.beginObject()
        while let key = try scanner.nextKey() { try member(key, &scanner) }
    }

    private mutating func member(_ key: JSONKey, _ scanner: inout JSONScanner) throws(JSONError) {
        switch key {
        case "peerDependencies": peers = try scanner.skipValue()
        case "peerDependenciesMeta": peerNotes = try scanner.skipValue()
        // npm takes either spelling, and the first of the two where both are there.
        case "bundleDependencies": bundled = try scanner.skipValue()
        case "bundledDependencies":
            let value = try scanner.skipValue()
            bundled = bundled ?? value
        case "engines": engines = try scanner.skipValue()
        case "scripts": scripts = try scanner.skipValue()
        case "_hasShrinkwrap": hasShrinkwrap = try scanner.isTrue()
        case "dist": try dist(&scanner)
        default: _ = try scanner.skipValue()
        }
    }

    private mutating func dist(_ scanner: inout JSONScanner) throws(JSONError) {
        guard try scanner.peek() == .object else {
            _ = try scanner.skipValue()
            return
        }
        try scanner.beginObject()
        while let key = try scanner.nextKey() {
            if key == "unpackedSize", try scanner.peek() == .number {
                unpackedSize = UInt64(exactly: try scanner.number()) ?? 0
            } else {
                _ = try scanner.skipValue()
            }
        }
    }
}
