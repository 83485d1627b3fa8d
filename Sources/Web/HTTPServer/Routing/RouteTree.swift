import HTTPMessages

/// One method of one pattern.
struct Route: Sendable {
    let label: RouteLabel
    let names: [String]
    let bodyLimit: Int64
    /// Whether it is one of the methods that a path is said to have.
    let isListed: Bool
    let handler: Responder
}

/// All routes, cut into segments so that those which start alike share their start.
///
/// At each segment a literal is tried before a capture and a capture before a span, and a span takes as little as lets
/// the rest match. The first pattern that fits a path decides which methods the path has. A bare scope (`@name`) binds to
/// the segment after it: a span never ends there.
struct RouteTree: Sendable {
    /// What was found for a path.
    enum Match {
        case route(Route, RouteParameters)
        /// The methods of the pattern that fits; none where none does.
        case methods([HTTPMethod])
    }

    private struct Node: Sendable {
        var literals: [String: Int] = [:]
        var one: Int?
        var span: Int?
        var routes: [(method: HTTPMethod, route: Route)] = []

        var listed: [HTTPMethod] { routes.filter(\.route.isListed).map(\.method) }
    }

    private var nodes = [Node()]

    /// Adds a route; the same method and pattern twice is a mistake of the caller.
    mutating func insert(_ pattern: RoutePattern, _ method: HTTPMethod, _ route: Route) {
        let node = pattern.segments.reduce(0) { child(of: $0, for: $1) }
        precondition(!nodes[node].routes.contains { $0.method == method }, "a route is there already")
        nodes[node].routes.append((method, route))
    }

    func match(_ segments: [String], _ method: HTTPMethod) -> Match {
        var search = Search(segments: segments, method: method)
        guard let route = find(0, 0, &search) else { return .methods(search.others) }
        return .route(route, RouteParameters(names: route.names, segments: segments, captures: search.captures))
    }

    /// Every method of any route.
    var methods: [HTTPMethod] { nodes.flatMap(\.listed) }

    private struct Search {
        let segments: [String]
        let method: HTTPMethod
        var captures: [Range<Int>] = []
        var others: [HTTPMethod] = []
        /// A pattern fits and has other methods: whatever fits less well is not asked.
        var isDecided: Bool { !others.isEmpty }

        func mayEndSpan(at index: Int) -> Bool {
            let segment = segments[index]
            return segment.utf8.first != UInt8(ascii: "@") || segment.utf8.contains(UInt8(ascii: "/"))
        }
    }

    private mutating func child(of parent: Int, for segment: RoutePattern.Segment) -> Int {
        switch segment {
        case .literal(let text):
            let known = nodes[parent].literals[text]
            let child = known ?? append()
            nodes[parent].literals[text] = child
            return child
        case .one:
            let child = nodes[parent].one ?? append()
            nodes[parent].one = child
            return child
        case .span:
            let child = nodes[parent].span ?? append()
            nodes[parent].span = child
            return child
        }
    }

    private mutating func append() -> Int {
        nodes.append(Node())
        return nodes.count - 1
    }

    private func find(_ node: Int, _ index: Int, _ search: inout Search) -> Route? {
        guard index < search.segments.count else { return take(node, &search) }
        let segment = search.segments[index]
        if let child = nodes[node].literals[segment], let route = find(child, index + 1, &search) { return route }
        guard !segment.isEmpty, !search.isDecided else { return nil }
        if let child = nodes[node].one, let route = capture(child, index..<(index + 1), &search) { return route }
        guard let child = nodes[node].span, !search.isDecided else { return nil }
        return findSpan(child, from: index, &search)
    }

    private func findSpan(_ child: Int, from start: Int, _ search: inout Search) -> Route? {
        for end in start..<search.segments.count {
            if search.segments[end].isEmpty { return nil }
            guard search.mayEndSpan(at: end) else { continue }
            if let route = capture(child, start..<(end + 1), &search) { return route }
            if search.isDecided { return nil }
        }
        return nil
    }

    private func capture(_ child: Int, _ range: Range<Int>, _ search: inout Search) -> Route? {
        search.captures.append(range)
        if let route = find(child, range.upperBound, &search) { return route }
        search.captures.removeLast()
        return nil
    }

    /// The node's route for the method; HEAD is answered by GET (RFC 9110 §9.3.2).
    private func take(_ node: Int, _ search: inout Search) -> Route? {
        let routes = nodes[node].routes
        if let exact = routes.first(where: { $0.method == search.method }) { return exact.route }
        if search.method == .HEAD, let get = routes.first(where: { $0.method == .GET }) { return get.route }
        search.others = nodes[node].listed
        return nil
    }
}
