import HTTPMessages

/// Where in which registry a request goes.
struct RegistryPlace {
    /// The repository that the path names; `nil` below `/npm`, which is the only one.
    let repository: String?
    /// What follows the registry's own path.
    let path: ArraySlice<String>

    init(repository: String?, path: ArraySlice<String>) {
        self.repository = repository
        self.path = path
    }

    /// Reads `/npm/…` and `/registries/{repository}/…`, whatever slashes too many there are; `nil` for other paths.
    init?(_ target: RequestTarget) {
        let segments = target.segments.drop(while: \.isEmpty)
        switch segments.first {
        case "npm": self.init(repository: nil, path: segments.dropFirst())
        case "registries":
            let rest = segments.dropFirst().drop(while: \.isEmpty)
            self.init(repository: rest.first ?? "", path: rest.dropFirst())
        default: return nil
        }
    }

    /// The registry's own path, without a slash at its end.
    var address: String { repository.map { "/registries/\($0)" } ?? "/npm" }
}
