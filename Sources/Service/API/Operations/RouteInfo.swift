import HTTPMessages

/// One route of the API, as `GET /routes` tells it.
package struct RouteInfo: Codable, Hashable, Sendable {
    /// What it is called here.
    package var name: String
    package var method: String
    /// The path: `{id}` stands for one segment, `{name...}` for all that are left.
    package var path: String
    /// What it does, as one line.
    package var summary: String
    /// What somebody must be allowed to do: `read`, `write`, `admin`.
    package var scope: String
    /// The parameters that its query may have.
    package var parameters: [String]
    /// Whether it takes a body.
    package var body: Bool

    /// Every route, in the order of the table.
    package static let all = APIRoute.all.map { route in
        RouteInfo(
            name: route.rawValue,
            method: route.method.name,
            path: route.pattern,
            summary: route.summary,
            scope: route.scope.rawValue,
            parameters: route.parameters,
            body: route.bodyLimit > 0
        )
    }
}
