/// The path of a route: literals, `{name}` for one segment, `{name...}` for one or more.
struct RoutePattern {
    enum Segment: Equatable {
        case literal(String)
        case one(String)
        case span(String)
    }

    let segments: [Segment]

    /// Reads a pattern; a broken one is a mistake of the caller.
    init(_ text: String) {
        precondition(text.hasPrefix("/"), "a route's pattern starts with a slash")
        segments =
            text == "/" ? [] : text.dropFirst().split(separator: "/", omittingEmptySubsequences: false).map(Self.read)
    }

    /// The names of the captures in their order.
    var names: [String] {
        segments.compactMap { segment in
            switch segment {
            case .literal: nil
            case .one(let name), .span(let name): name
            }
        }
    }

    private static func read(_ text: Substring) -> Segment {
        guard text.hasPrefix("{") else {
            precondition(!text.contains { $0 == "{" || $0 == "}" }, "a capture is a whole segment")
            return .literal(String(text))
        }
        precondition(text.hasSuffix("}") && text.count > 2, "a capture has a name and ends in }")
        let name = text.dropFirst().dropLast()
        return name.hasSuffix("...") ? .span(String(name.dropLast(3))) : .one(String(name))
    }
}

/// What a route's pattern captured, decoded.
///
/// It is put together when it is asked for, which most handlers of long paths never do.
package struct RouteParameters: Sendable {
    private let names: [String]
    private let segments: [String]
    /// Which of the segments each name stands for.
    private let captures: [Range<Int>]

    /// Nothing captured.
    package init() { self.init(names: [], segments: [], captures: []) }

    init(names: [String], segments: [String], captures: [Range<Int>]) {
        self.names = names
        self.segments = segments
        self.captures = captures
    }

    /// The text captured as `name`; a name that the pattern does not have is a mistake of the caller.
    package subscript(name: String) -> String {
        guard let index = names.firstIndex(of: name) else {
            preconditionFailure("the route captures nothing called \(name)")
        }
        return segments[captures[index]].joined(separator: "/")
    }
}
