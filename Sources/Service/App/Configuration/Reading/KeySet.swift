import Spelling

/// The keys that one mapping of the file may have.
struct KeySet {
    /// Keys that work.
    let known: [String]
    /// Keys of later versions: named as such, so that nobody believes that they work.
    let planned: [String]

    static let root = KeySet(
        [
            "site", "listen", "paths", "hosts", "public_url", "proxies", "auth", "limits", "retention", "log",
            "repositories", "schedules",
        ]
    )
    static let site = KeySet(["role", "name"])
    static let paths = KeySet(["state", "artifacts", "snapshots", "data", "public"])
    static let authentication = KeySet(["mode"])
    static let limits = KeySet(["cpu", "download", "uploads", "staged", "staged_size"], planned: ["io"])
    static let retention = KeySet(
        ["jobs", "logs", "artifacts", "snapshots", "undo", "staging", "quarantine", "reserve"]
    )

    static let log = KeySet(["level"])

    private static var places: [(path: String, keys: KeySet)] {
        let fixed = [
            ("site.", site), ("paths.", paths), ("auth.", authentication), ("limits.", limits),
            ("retention.", retention), ("log.", log),
        ]
        return fixed
            + Ecosystems.all.flatMap { ecosystem in
                let (top, sections) = sets(of: ecosystem)
                let place = "repositories.<name>."
                return [(place, top)] + sections.map { ("\(place)\($0.name).", $0.keys) }
            }
    }

    init(_ known: [String], planned: [String] = []) {
        self.known = known
        self.planned = planned
    }

    /// What to write instead of a key that is not one of these.
    func suggestion(for key: String, at path: String) -> String {
        if let near = Spelling.nearest(to: key, among: known) { return "Did you mean \(path)\(near)?" }
        var elsewhere: [String] = []
        for place in Self.places where place.keys.known.contains(key) && !elsewhere.contains("\(place.path)\(key)") {
            elsewhere.append("\(place.path)\(key)")
        }
        if !elsewhere.isEmpty { return "It belongs to \(elsewhere.joined(separator: " or "))" }
        return "The keys here are \(known.joined(separator: ", "))"
    }
}
