import Posix
import Transfer
import Trees

extension InstallChecker {
    /// The versions that are here and that `set` needs to install, with their closure where it asks by range.
    ///
    /// Throws `TransferError.notFound` with everything that is not here.
    func selection(_ set: RequestedSet) throws -> [PackageName: Set<String>] {
        let check = try check(set, ownHosts: [])
        guard check.missing.isEmpty else { throw Self.incomplete(check.missing) }
        let walk = try ShelfWalk(set.wishes, of: set.kind, on: shelves, platforms)
        var chosen = walk.closure.wanted.mapValues { Set($0.filter(\.value.isTarball).keys) }
        for pin in set.pins where try shelves.file(of: pin) != nil {
            chosen[pin.name, default: []].insert(pin.version)
        }
        chosen = chosen.filter { !$0.value.isEmpty }
        guard !chosen.isEmpty else { throw Self.nothing(set) }
        return chosen
    }

    private static func nothing(_ set: RequestedSet) -> TransferError {
        let other = set.elsewhere.first.map { "\($0.name)@\($0.spec) \(Closure.Cause.elsewhere($0.origin))" }
        return TransferError(
            .invalid,
            set.kind.rawValue,
            "names nothing that a registry serves" + (other.map { ": \($0)" } ?? ""),
            hint: "Name packages as name@range"
        )
    }

    private static func incomplete(_ missing: [InstallCheck.Missing]) -> TransferError {
        let names = missing.map { "\($0.package)@\($0.version ?? $0.spec ?? "*")" }
        return TransferError(
            .notFound,
            names.count == 1 ? names[0] : "\(names.count) packages",
            names.count == 1
                ? "is not in the storage as it is asked for" : "are not in the storage as they are asked for",
            hint: "Refresh them first, then build again",
            details: names.count == 1 ? [] : names
        )
    }
}
