/// What a route's pattern captured, decoded.
package struct RouteParameters: Sendable {
    private let names: [String]
    private let values: [String]

    /// Nothing captured.
    package init() { self.init(names: [], values: []) }

    init(names: [String], values: [String]) {
        self.names = names
        self.values = values
    }

    /// The text captured as `name`; a name that the pattern does not have is a mistake of the caller.
    package subscript(name: String) -> String {
        guard let index = names.firstIndex(of: name) else {
            preconditionFailure("the route captures nothing called \(name)")
        }
        return values[index]
    }
}
