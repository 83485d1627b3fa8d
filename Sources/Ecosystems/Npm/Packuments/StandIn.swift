import JSON

/// What stands beside a `latest` that is not upstream's own choice, where that is not here and others are above it:
/// `_packferry_latest`.
///
/// It tells whoever merges the document that this `latest` is no word of the source's (docs/formats/packument.md).
struct StandIn: Hashable, Sendable {
    static let member = "_packferry_latest"

    /// What upstream's `latest` names.
    let upstream: String
    /// What the document names instead.
    let instead: String

    init(upstream: String, instead: String) {
        self.upstream = upstream
        self.instead = instead
    }

    /// Reads the member's value; `nil` for anything else.
    init?(_ json: JSONValue) {
        guard let upstream = json["upstream"]?.stringValue, let instead = json["instead"]?.stringValue else {
            return nil
        }
        self.init(upstream: upstream, instead: instead)
    }

    var json: JSONValue { ["upstream": .string(upstream), "instead": .string(instead)] }
}

extension Packument {
    /// What `latest` stands in for; `nil` where it is upstream's own, or was moved since.
    var standIn: StandIn? {
        guard let span = member(StandIn.member), var scanner = try? JSONScanner(bytes, range: span),
            let standIn = (try? scanner.value()).flatMap(StandIn.init), standIn.instead == tag("latest")
        else { return nil }
        return standIn
    }

    /// The version that upstream's `latest` names, listed or not.
    var upstreamLatest: String? {
        standIn?.upstream ?? tag("latest")
    }
}
