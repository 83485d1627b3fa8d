import API
import Crypto
import Npm
import Posix
import Transfer

extension API.PackageSummary {
    init(_ package: PackageTotals, in repository: String) {
        self.init(
            name: package.name.string,
            repository: repository,
            versions: package.listed,
            files: package.files,
            bytes: package.bytes,
            updated: package.updated > 0 ? Timestamp(milliseconds: package.updated) : nil,
            findings: package.findings
        )
    }
}

extension PackageDetail {
    /// Joins what the index knows with what the packument lists; without a packument only files are listed.
    init(
        _ package: PackageTotals,
        _ files: [IndexedFile],
        _ carriers: [RelativePath: [String]],
        _ document: Packument?,
        in repository: String
    ) {
        let byName = Dictionary(files.map { ($0.path.lastComponent, $0) }) { first, _ in first }
        let listed = document?.versions.compactMap { version in
            version.dist.map { dist in
                let file = byName[dist.file.string]
                return (version.semver, PackageVersion(version.version, dist.file.string, file, carriers))
            }
        }
        let known = files.compactMap { file in
            file.version.map { (Semver(parsing: $0), PackageVersion($0, file.path.lastComponent, file, carriers)) }
        }
        self.init(
            name: package.name.string,
            repository: repository,
            files: package.files,
            bytes: package.bytes,
            updated: package.updated > 0 ? Timestamp(milliseconds: package.updated) : nil,
            findings: package.findings,
            distTags: Dictionary((document?.tags ?? []).map { ($0.tag, $0.version) }) { first, _ in first },
            versions: Self.sorted(listed ?? known)
        )
    }

    /// Lowest first; what is no version at all comes before all others.
    private static func sorted(_ versions: [(Semver?, PackageVersion)]) -> [PackageVersion] {
        versions.sorted { left, right in
            guard let lower = left.0, let upper = right.0 else { return left.0 == nil && right.0 != nil }
            return lower < upper
        }.map(\.1)
    }
}

extension PackageVersion {
    fileprivate init(_ version: String, _ name: String, _ file: IndexedFile?, _ carriers: [RelativePath: [String]]) {
        self.init(
            version: version,
            file: name,
            state: file.map { $0.state == .broken ? .broken : .present } ?? .missing,
            size: file?.size,
            sha512: file?.sha512.hex,
            artifacts: file.flatMap { carriers[$0.path] } ?? []
        )
    }
}

extension API.Finding {
    init(_ found: Transfer.Finding) {
        self.init(
            id: found.id.map(String.init) ?? "",
            repository: found.repository,
            kind: found.kind.rawValue,
            path: found.shownPath,
            package: found.package,
            detail: found.detail,
            state: State(found.state),
            foundAt: Timestamp(milliseconds: found.firstSeen)
        )
    }
}

extension API.Finding.State {
    fileprivate init(_ state: Transfer.Finding.State) {
        self =
            switch state {
            case .open: .open
            case .ignored: .ignored
            case .repaired: .repaired
            case .failed: .failed
            }
    }
}

extension Transfer.Finding.State {
    init(_ state: API.Finding.State) {
        self =
            switch state {
            case .open: .open
            case .ignored: .ignored
            case .repaired: .repaired
            case .failed: .failed
            }
    }
}
