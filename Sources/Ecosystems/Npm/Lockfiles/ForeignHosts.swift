import Trees

/// The hosts that a lockfile names and that clients on a site without a way out would dial for minutes.
extension RequestedSet {
    /// npm asks its own registry in place of the public one, whatever the lockfile says; others do not.
    private static let publicRegistry = "registry.npmjs.org"

    /// All hosts but those of the registry at hand, with what helps.
    func foreignHosts(besides own: Set<String>) -> [InstallCheck.Host] {
        let named = pins.compactMap(\.host).filter { host in
            let name = String(host.prefix { $0 != ":" })
            return !own.contains(host) && !own.contains(name) && !(kind == .packageLock && host == Self.publicRegistry)
        }
        let counts = Dictionary(named.map { ($0, 1) }, uniquingKeysWith: +)
        return counts.sorted { $0.key < $1.key }.map { InstallCheck.Host(name: $0.key, packages: $0.value, cure: cure) }
    }

    private var cure: String {
        let sameName = "give the registry this name on both sides"
        return switch kind {
        case .packageLock: "Install with 'npm ci --replace-registry-host=always', or \(sameName)."
        case .yarnLock: "Write the registry of the far side in its place in yarn.lock, or \(sameName)."
        default: "Write the lockfile anew against the registry of the far side, or \(sameName)."
        }
    }
}
