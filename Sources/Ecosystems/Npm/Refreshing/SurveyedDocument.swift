import Trees

/// The document of a package, after it was to be made fresh.
struct SurveyedDocument: Sendable {
    let name: PackageName
    let revalidation: Result<Revalidation, SupplyError>
    /// What it says now; `nil` where there is none, or none that can be used.
    let manifest: PackageManifest?

    var isLocal: Bool { (try? revalidation.get()) == .local }

    /// Whether nothing is known of it, and not only something old.
    var hasFailed: Bool {
        switch revalidation {
        case .failure, .success(.absent): true
        case .success(.fresh), .success(.local), .success(.stale), .success(.unpublished): false
        }
    }

    /// Whether another look may tell more: it was answered from a cache, or is not there as far as anybody knows.
    var isDoubtful: Bool {
        switch revalidation {
        case .success(.stale): true
        case .success(.absent(let error)): [.unavailable, .away].contains(error.code)
        case .failure, .success(.fresh), .success(.local), .success(.unpublished): false
        }
    }

    var problems: [RefreshProblem] {
        switch revalidation {
        case .failure(let error), .success(.absent(let error)): [RefreshProblem(error)]
        case .success(.stale(let cause, let hint)): [RefreshProblem(name.string, cause, hint: hint)]
        case .success(.unpublished(let cause)):
            [RefreshProblem(name.string, cause, hint: "What is here stays and is served", isGone: true)]
        case .success(.fresh), .success(.local): []
        }
    }
}

/// A tarball that is wanted.
struct WantedVersion: Sendable, Comparable {
    let name: PackageName
    let version: String
    let tarball: WantedTarball

    var subject: String { "\(name)/\(tarball.file)" }

    func file(size: Int64?) -> RefreshedPackage.File {
        RefreshedPackage.File(name: tarball.file.string, version: version, size: size)
    }

    static func < (left: WantedVersion, right: WantedVersion) -> Bool { left.subject < right.subject }
}

/// A tarball that was asked for, and what came of it.
struct SuppliedFile: Sendable {
    let lacking: WantedVersion
    let result: Result<SuppliedTarball, SupplyError>
}

extension RefreshProblem {
    init(_ error: SupplyError) {
        self.init(error.subject, error.cause, hint: error.hint, isGone: error.code == .gone)
    }
}

extension WantedTarball {
    init(_ tarball: PackageManifest.Tarball) {
        self.init(file: tarball.file, address: tarball.address, integrity: tarball.integrity)
    }
}
