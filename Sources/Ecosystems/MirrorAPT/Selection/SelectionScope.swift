import Posix

/// What is wanted, in the words of one Release.
struct SelectionScope {
    private let choice: IndexChoice
    /// Those that the Release knows.
    let architectures: Set<String>
    private let components: [String]
    /// What comes before the paths of wanted components: `main/`, and `updates/main/` where it is written so.
    private let prefixes: [[Substring]]

    init(_ release: Release, _ choice: IndexChoice) {
        self.choice = choice
        architectures = Set(release.architectures)
        // Some of the smaller archives state none.
        components = release.components.isEmpty ? choice.components : release.components
        let wanted = Set(choice.components.map(Self.shortName))
        prefixes =
            components
            .filter { wanted.isEmpty || wanted.contains(Self.shortName($0)) }
            .flatMap { Set([$0, Self.shortName($0)]) }
            .map { $0.split(separator: "/") }
    }

    /// What a file is, by the path of its index; `nil` for what lies below no wanted component, and beside them.
    func kind(of path: RelativePath) -> IndexKind? {
        let parts = path.components
        if parts.count == 1 {
            // Beside the components lie the lists of files of all of them.
            guard case .contents(let architecture) = IndexKind(parts, architectures: architectures) else { return nil }
            return .contents(architecture)
        }
        guard let prefix = prefixes.first(where: { parts.starts(with: $0) && parts.count > $0.count }) else {
            return nil
        }
        return IndexKind(Array(parts.dropFirst(prefix.count)), architectures: architectures)
    }

    func wants(_ kind: IndexKind) -> Bool {
        switch kind {
        case .packages(let architecture): wants(architecture: architecture)
        case .installerPackages(let architecture), .installerImages(let architecture):
            choice.installer && wants(architecture: architecture)
        case .sources: choice.sources
        case .translation(let language): choice.languages.contains(language)
        case .contents(let architecture):
            choice.contents && (architecture == "source" ? choice.sources : wants(architecture: architecture))
        case .catalog(let architecture): choice.catalogs && architecture.map(wants(architecture:)) ?? true
        case .commands(let architecture): choice.commands && wants(architecture: architecture)
        case .patches: false
        case .other("source"): choice.sources
        case .other(let architecture): architecture.map(wants(architecture:)) ?? true
        }
    }

    func wants(architecture: String) -> Bool {
        architecture == "all" || choice.architectures.isEmpty || choice.architectures.contains(architecture)
    }

    func wants(component: String) -> Bool { prefixes.contains(component.split(separator: "/")) }

    func knows(component: String) -> Bool {
        components.contains { Self.shortName($0) == Self.shortName(component) }
    }

    /// Security archives write `updates/main`; clients are told `main` (apt takes what follows the last slash).
    private static func shortName(_ component: String) -> String {
        component.split(separator: "/").last.map(String.init) ?? component
    }
}
