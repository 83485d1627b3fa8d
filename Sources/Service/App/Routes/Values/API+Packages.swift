import API
import Crypto
import Posix
import Time
import Transfer
import Trees

extension API.PackageSummary {
    init(_ package: CatalogPackage, in repository: String) {
        self.init(
            name: package.name,
            repository: repository,
            versions: package.versions,
            files: package.files,
            bytes: package.bytes,
            updated: package.updated,
            findings: package.findings
        )
    }
}

extension PackageDetail {
    /// Joins what is known of a package with the artifacts that carried its files.
    init(
        _ package: CatalogPackage,
        _ contents: PackageContents,
        _ carriers: [RelativePath: [String]],
        in repository: String
    ) {
        self.init(
            name: package.name,
            repository: repository,
            files: package.files,
            bytes: package.bytes,
            updated: package.updated,
            findings: package.findings,
            distTags: contents.tags,
            versions: contents.files.map { PackageVersion($0, carriers) }
        )
    }
}

extension PackageVersion {
    fileprivate init(_ file: PackageContents.File, _ carriers: [RelativePath: [String]]) {
        self.init(
            version: file.version,
            file: file.name,
            state: file.found.map { $0.isBroken ? .broken : .present } ?? .missing,
            size: file.found?.size,
            sha512: file.found?.sha512.hex,
            artifacts: file.found.flatMap { carriers[$0.path] } ?? []
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
            foundAt: found.firstSeen
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
