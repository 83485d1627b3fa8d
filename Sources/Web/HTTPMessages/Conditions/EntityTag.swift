/// A validator that names one state of a resource (RFC 9110 §8.8.3).
package struct EntityTag: Hashable, Sendable, CustomStringConvertible {
    /// What stands between the quotes.
    package let opaque: String
    /// Whether equal tags promise equal meaning only, not equal bytes.
    package let isWeak: Bool

    /// Makes a tag; characters outside the grammar are a mistake of the caller.
    package init(_ opaque: String, isWeak: Bool = false) {
        precondition(opaque.utf8.allSatisfy(Self.isTagCharacter), "an entity tag has no quote, space or control")
        self.opaque = opaque
        self.isWeak = isWeak
    }

    /// Reads `"…"` or `W/"…"`; `nil` for anything else.
    package init?(parsing text: String) {
        let isWeak = text.utf8.starts(with: "W/".utf8)
        let quoted = Array(text.utf8.dropFirst(isWeak ? 2 : 0))
        guard quoted.count >= 2, quoted.first == 0x22, quoted.last == 0x22 else { return nil }
        let inner = quoted.dropFirst().dropLast()
        guard inner.allSatisfy(Self.isTagCharacter) else { return nil }
        self.opaque = String(decoding: inner, as: UTF8.self)
        self.isWeak = isWeak
    }

    /// As it stands in a field: `"…"` or `W/"…"`.
    package var description: String { isWeak ? "W/\"\(opaque)\"" : "\"\(opaque)\"" }

    /// Whether both are strong and the same: the bytes are equal (RFC 9110 §8.8.3.2).
    package func matchesStrongly(_ other: EntityTag) -> Bool { !isWeak && !other.isWeak && opaque == other.opaque }

    /// Whether they are the same but for strength: good enough for `If-None-Match`.
    package func matchesWeakly(_ other: EntityTag) -> Bool { opaque == other.opaque }

    private static func isTagCharacter(_ byte: UInt8) -> Bool { byte > 0x20 && byte != 0x22 && byte != 0x7F }
}

/// The tags of `If-Match` or `If-None-Match` (RFC 9110 §13.1.1, §13.1.2).
package enum EntityTagCondition: Equatable, Sendable {
    /// `*`: any state that exists.
    case any
    /// One of these. A malformed list is an empty one: nothing matches it.
    case tags([EntityTag])

    /// Reads the field called `name`; `nil` when it is not there.
    package init?(_ name: HTTPFieldName, in fields: HTTPFields) {
        guard fields.contains(name) else { return nil }
        let elements = fields.elements(of: name)
        if elements == ["*"] {
            self = .any
        } else {
            let tags = elements.compactMap { EntityTag(parsing: $0) }
            self = .tags(tags.count == elements.count ? tags : [])
        }
    }

    /// Whether `tag`, the state there is now, meets the condition under the comparison given.
    package func isMet(by tag: EntityTag?, comparing matches: (EntityTag, EntityTag) -> Bool) -> Bool {
        switch self {
        case .any: true
        case .tags(let tags): tag.map { tag in tags.contains { matches($0, tag) } } ?? false
        }
    }
}
