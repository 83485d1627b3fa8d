package import HTTPMessages
package import Metrics
import Synchronization

/// What a server counts of its requests, by the patterns of their routes: a path that somebody makes up is no series.
package final class HTTPTraffic: Sendable {
    private struct Key: Hashable {
        let method: String
        let route: String
        let status: Int
    }

    /// What no route answered.
    private static let nowhere = RouteLabel(method: "other", pattern: "none")

    /// From a tenth of a millisecond, which most answers take, to a long poll's end.
    private static let bounds = [
        0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60,
    ]

    private let requests = CounterFamily<Key>(
        MetricName("packferry_http_requests_total", "Requests that were answered, by the pattern of their route.")
    ) { [("method", $0.method), ("route", $0.route), ("code", "\($0.status)")] }

    private let durations = HistogramFamily<RouteLabel>(
        MetricName(
            "packferry_http_request_duration_seconds",
            "Time from a request's head to its answer, not to the last byte of that; long polls wait on purpose."
        ),
        bounds: bounds
    ) { [("method", $0.method), ("route", $0.pattern)] }

    private let connections = Atomic<Int>(0)

    package init() {}

    /// Counts a request that was answered.
    package func note(_ request: HTTPRequest, _ status: HTTPStatus, took duration: Duration) {
        let label = request.route.label ?? Self.nowhere
        requests.add(to: Key(method: label.method, route: label.pattern, status: status.code))
        durations.observe(duration / .seconds(1), in: label)
    }

    /// Counts what could not be read as a request.
    package func note(unreadable status: HTTPStatus) {
        requests.add(to: Key(method: Self.nowhere.method, route: Self.nowhere.pattern, status: status.code))
    }

    /// How many connections are open.
    package var open: Int { connections.load(ordering: .relaxed) }

    func opened() { connections.add(1, ordering: .relaxed) }

    func closed() { connections.subtract(1, ordering: .relaxed) }

    /// Adds what was counted to what is read.
    package func write(to exposition: inout Exposition) {
        requests.write(to: &exposition)
        durations.write(to: &exposition)
        exposition.gauge(MetricName("packferry_http_connections", "Connections that are open."), Double(open))
    }
}

/// A route as it is counted: its method and its pattern.
package struct RouteLabel: Hashable, Sendable {
    let method: String
    let pattern: String

    /// Two patterns of one place are told apart by their text, which is short.
    init(method: String, pattern: String) {
        self.method = method
        self.pattern = pattern
    }
}

/// Where it is noted which route a request took, for whoever sees it from outside.
package final class RouteNote: Sendable {
    private let state = Mutex<RouteLabel?>(nil)

    init() {}

    /// The route; `nil` where none answers.
    var label: RouteLabel? { state.withLock { $0 } }

    /// Notes the route where none of the router's answers, as for paths whose beginning anybody may choose.
    package func take(_ method: HTTPMethod, _ pattern: String) {
        take(RouteLabel(method: method.name, pattern: pattern))
    }

    func take(_ label: RouteLabel) { state.withLock { $0 = label } }
}
