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
