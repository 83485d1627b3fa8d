import Spelling

/// The keys that one mapping of the file may have.
struct KeySet {
    /// Keys that work.
    let known: [String]
    /// Keys of later versions: named as such, so that nobody believes that they work.
    let planned: [String]

    static let root = KeySet(
        ["site", "listen", "paths", "hosts", "auth", "limits", "retention", "repositories"],
        planned: ["schedules"]
    )
    static let site = KeySet(["role", "name"])
    static let paths = KeySet(["state", "artifacts", "snapshots", "public"])
    static let authentication = KeySet(["mode"])
    static let limits = KeySet(["cpu"], planned: ["download", "io"])
    static let retention = KeySet(
        ["jobs", "staging"],
        planned: ["artifacts", "snapshots", "undo", "quarantine", "reserve"]
    )
    static let repository = KeySet(
        ["type", "storage", "verdaccio_config", "refresh", "carry"],
        planned: ["registry", "upstream"]
    )
    static let refresh = KeySet(
        ["platforms"],
        planned: ["versions", "dependencies", "concurrency", "runner", "include"]
    )
    static let carry = KeySet(["exclude"])

    private static let places: [(path: String, keys: KeySet)] = [
        ("site.", site), ("paths.", paths), ("auth.", authentication), ("limits.", limits), ("retention.", retention),
        ("repositories.<name>.", repository), ("repositories.<name>.refresh.", refresh),
        ("repositories.<name>.carry.", carry),
    ]

    init(_ known: [String], planned: [String] = []) {
        self.known = known
        self.planned = planned
    }

    /// What to write instead of a key that is not one of these.
    func suggestion(for key: String, at path: String) -> String {
        if let near = Spelling.nearest(to: key, among: known) { return "Did you mean \(path)\(near)?" }
        let elsewhere = Self.places.filter { $0.keys.known.contains(key) }.map { "\($0.path)\(key)" }
        if !elsewhere.isEmpty { return "It belongs to \(elsewhere.joined(separator: " or "))" }
        return "The keys here are \(known.joined(separator: ", "))"
    }
}
