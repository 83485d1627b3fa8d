import JSON

/// What the members of a version mean for what must be there with it.
extension Packument {
    /// The peers that npm installs: all but those that `peerDependenciesMeta` calls optional.
    func neededPeers(_ stated: VersionStatements) -> [(name: String, text: String)] {
        let peers = entries(stated.peers)
        guard !peers.isEmpty, let notes = stated.peerNotes else { return peers }
        let optional = Set(RawValue(bytes, notes).members.filter { isOptional($0.value) }.map(\.name))
        return peers.filter { !optional.contains($0.name) }
    }

    private func isOptional(_ note: Range<Int>) -> Bool {
        let value = RawValue(bytes, note).members.first { $0.name == "optional" }?.value
        return value.map { bytes[$0].elementsEqual("true".utf8) } ?? false
    }

    /// The names that the tarball itself brings: those listed, or with `true` all of them.
    func bundled(_ span: Range<Int>?, among dependencies: [(name: String, text: String)]) -> Set<String> {
        guard let span, let first = bytes[span].first else { return [] }
        if first == UInt8(ascii: "t") { return Set(dependencies.map(\.name)) }
        guard first == UInt8(ascii: "["), var scanner = try? JSONScanner(bytes, range: span) else { return [] }
        return Set((try? scanner.strings()) ?? [])
    }

    /// The range in `engines.node`.
    func node(_ stated: VersionStatements) -> String? { entries(stated.engines).first { $0.name == "node" }?.text }

    /// Whether yarn 4 adds `node-gyp` to what a version depends on: one of its scripts names that or
    /// `prebuild-install`, and neither its dependencies nor its peers do.
    func needsNodeGyp(_ stated: VersionStatements, beside dependencies: [(name: String, text: String)]) -> Bool {
        guard let scripts = stated.scripts, NativeBuild.isLikely(in: bytes.span.extracting(scripts)) else {
            return false
        }
        let known = dependencies + entries(stated.peers)
        return !known.contains { $0.name == NativeBuild.tool }
            && entries(scripts).contains { NativeBuild.isNamed(in: $0.text) }
    }
}

/// How yarn 4 recognises a package that is compiled when it is installed.
enum NativeBuild {
    /// The package that it wants to be there then, by this tag.
    static let tool = "node-gyp"
    static let spec = "latest"

    private static let words = [Array(tool.utf8), Array("prebuild-install".utf8)]

    /// Whether the bytes of a document hold one of the words at all, as those of few packages do.
    static func isLikely(in bytes: Span<UInt8>) -> Bool {
        words.contains { word in positions(of: word, in: bytes) { _ in true } }
    }

    /// Whether a script holds one of them as a word of its own.
    static func isNamed(in script: String) -> Bool {
        let bytes = script.utf8Span.span
        return words.contains { word in
            positions(of: word, in: bytes) { start in
                let end = start + word.count
                return !(start > 0 && bytes[start - 1].isWordByte) && !(end < bytes.count && bytes[end].isWordByte)
            }
        }
    }

    /// Whether `word` stands at a place that `isMeant`.
    private static func positions(of word: [UInt8], in bytes: Span<UInt8>, _ isMeant: (Int) -> Bool) -> Bool {
        guard bytes.count >= word.count else { return false }
        for start in 0...(bytes.count - word.count) where bytes[start] == word[0] {
            if bytes.extracting(start..<(start + word.count)).isSame(as: word.span), isMeant(start) { return true }
        }
        return false
    }
}

extension UInt8 {
    /// What a regular expression calls part of a word.
    fileprivate var isWordByte: Bool { isDigit || (self | 0x20) &- UInt8(ascii: "a") < 26 || self == UInt8(ascii: "_") }
}
