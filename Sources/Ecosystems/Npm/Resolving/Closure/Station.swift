/// A package, and how far it got.
struct Station: Sendable {
    enum State: Sendable {
        case needed
        case supplied(PackageManifest)
        case absent
    }

    var state = State.needed
    /// Those that were not answered yet.
    var waiting: [Ask] = []

    /// Whether it was supplied, be it with a manifest or with the word that there is none.
    var isKnown: Bool {
        if case .needed = state { false } else { true }
    }

    var manifest: PackageManifest? {
        if case .supplied(let manifest) = state { manifest } else { nil }
    }
}
