/// What leads to what an archive builds upon, in the words of whoever carries archives.
struct WayToBase {
    /// How many of those that were applied are named.
    private static let named = 3

    private let manifest: Manifest
    /// What was applied here of the same source, the last first, each once.
    private let applied: [String]

    /// Looks at what `log` tells of the source of an archive.
    init(_ manifest: Manifest, after log: AppliedLog) throws {
        self.manifest = manifest
        var seen: Set<String> = []
        applied = try log.outcomes().filter { $0.summary.source.uuid == manifest.repository.uuid }.map(\.summary.title)
            .filter { seen.insert($0).inserted }
    }

    /// What the archive builds upon, what is here, and the next step; without a full stop.
    var advice: String {
        guard let base = manifest.baseTitle else { return "It is full: carry the archive again" }
        return
            "It builds upon \(base); \(present): apply the archives before it first, or ask for one built with --full "
            + "or for what this site holds"
    }

    private var present: String {
        guard let last = applied.first else { return "nothing of this source was applied here yet" }
        let others = applied.dropFirst().prefix(Self.named - 1)
        return "the last applied here is \(last)"
            + (others.isEmpty ? "" : ", before it \(others.joined(separator: ", "))")
    }
}
