import Crypto
import JSON
import Posix
import Trees

/// Looks in a storage for what somebody wants to install from it.
///
/// It looks at the disk, not at what was noted of it: a file counts if it is there now, with the digest that is asked
/// for.
struct InstallChecker {
    let shelves: PackageShelves
    let platforms: [Platform]

    /// What of `set` is not there; `ownHosts` are names that the registry of this site goes by.
    func check(_ set: RequestedSet, ownHosts: Set<String>) throws -> InstallCheck {
        let pins = try set.pins.compactMap { pin in try missing(pin, set).map { (pin, $0) } }
        let walk = try ShelfWalk(set.wishes, of: set.kind, on: shelves, platforms)
        let lost = walk.lost.map { (RequestedSet.Pin($0.name, $0.version), $0.missing) }
        let closure = walk.closure
        let unresolved = closure.unresolved.map { gap in
            InstallCheck.Missing(package: gap.name, spec: gap.spec, state: .unresolved, asker: "\(gap.asker)")
        }
        return InstallCheck(
            kind: set.kind.rawValue,
            checked: set.pins.count + walk.installed + unresolved.count,
            missing: (pins + lost).map(\.1) + unresolved,
            elsewhere: elsewhere(set, closure),
            hosts: set.foreignHosts(besides: ownHosts),
            request: request(set, (pins + lost).map(\.0), closure.unresolved)
        )
    }

    /// What is wrong with a pinned version here, if anything is.
    private func missing(_ pin: RequestedSet.Pin, _ set: RequestedSet) throws -> InstallCheck.Missing? {
        let manifest = Deferred { try shelves.manifest(of: pin.name) }
        func missing(_ file: TarballFileName?, _ state: InstallCheck.Missing.State) -> InstallCheck.Missing {
            InstallCheck.Missing(
                package: pin.name.string,
                version: pin.version,
                file: file?.string ?? PackageManifest.usualFile(pin.name, pin.version),
                state: state,
                asker: set.kind.rawValue
            )
        }
        guard let file = try shelves.file(of: pin, or: manifest) else {
            guard try set.includesOtherPlatforms || fits(pin, manifest) else { return nil }
            return missing(try manifest.value?.tarball(of: pin.version)?.file ?? pin.file, .missing)
        }
        guard let integrity = pin.integrity, try !shelves.fits(integrity, file, of: pin.name) else { return nil }
        return missing(file, .different)
    }

    /// Whether a client on one of the platforms fetches it; where neither says anything, all do.
    private func fits(_ pin: RequestedSet.Pin, _ manifest: Deferred<PackageManifest>) throws -> Bool {
        guard !platforms.isEmpty else { return true }
        if let stated = pin.platform { return platforms.contains(where: stated.fits) }
        guard let manifest = try manifest.value, let position = manifest.position(of: pin.version) else { return true }
        return manifest.fits(position, platforms)
    }

    private func elsewhere(_ set: RequestedSet, _ closure: Closure) -> [InstallCheck.Elsewhere] {
        let named = set.elsewhere.map { ($0.name, $0.spec, Closure.Cause.elsewhere($0.origin)) }
        let met = closure.elsewhere.map { ($0.name, $0.spec, $0.cause) }
        return (named + met).map { InstallCheck.Elsewhere(package: $0.0, spec: $0.1, cause: $0.2.description) }
    }

    private func request(
        _ set: RequestedSet,
        _ pins: [RequestedSet.Pin],
        _ unresolved: [Closure.Gap]
    ) -> JSONValue? {
        guard !(pins.isEmpty && unresolved.isEmpty) else { return nil }
        let wishes = unresolved.map { (name: $0.name, spec: $0.spec) }
        return RequestFile.document(
            of: set.kind,
            otherPlatforms: set.includesOtherPlatforms,
            pins: pins,
            wishes: wishes
        )
    }
}
