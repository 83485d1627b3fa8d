import Posix
import Trees

/// What is to be said of a tarball, given what it should be and what it is.
struct TarballJudgement {
    /// What the digest of a file proves.
    enum Proof {
        /// It is the one that its version states.
        case fits
        /// Its version states none that can be checked.
        case unstated
        /// It is another than its version states.
        case differs
    }

    /// What a tarball should be.
    struct Claim {
        let package: PackageName
        /// `nil` where no version names the file.
        let version: String?
        let proof: Proof
    }

    private(set) var state: FileState
    private(set) var findings: [(kind: NpmFinding, detail: String)] = []

    init(_ claim: Claim, size: Int64, content: TarballContent?) {
        guard size > 0 else {
            (state, findings) = (.broken, [(.empty, "has no bytes")])
            return
        }
        guard let version = claim.version else {
            (state, findings) = (.orphan, Self.orphan(content))
            return
        }
        let finding = Self.finding(claim, version, content)
        state = finding?.kind.isBroken ?? false ? .broken : .whole
        findings = finding.map { [$0] } ?? []
    }

    private static func finding(
        _ claim: Claim,
        _ version: String,
        _ content: TarballContent?
    ) -> (kind: NpmFinding, detail: String)? {
        switch claim.proof {
        case .fits: asPublished(claim, version, content)
        case .unstated: unproven(claim, version, content)
        case .differs: refuted(claim, version, content)
        }
    }

    /// The registry has these very bytes, so that fetching them again brings nothing.
    private static func asPublished(
        _ claim: Claim,
        _ version: String,
        _ content: TarballContent?
    ) -> (kind: NpmFinding, detail: String)? {
        switch content {
        case .broken(let cause):
            (.defective, "\(cause); its digest fits, so it was published like this: use another version")
        case .package(let identity) where !(identity?.isOf(claim.package, version) ?? false):
            (.nameDrift, "\(named(identity)); its digest fits, so it was published like this and may stay")
        case nil, .altered, .package: nil
        }
    }

    private static func unproven(
        _ claim: Claim,
        _ version: String,
        _ content: TarballContent?
    ) -> (kind: NpmFinding, detail: String)? {
        switch content {
        case .broken(let cause): (.damaged, cause)
        case .altered: (.altered, alteration)
        case .package(let identity) where !(identity?.isOf(claim.package, version) ?? false):
            (.wrongPackage, "\(named(identity)), and not \(claim.package)@\(version)")
        case nil, .package: (.unverifiable, "cannot be checked: version \(version) states no digest")
        }
    }

    private static func refuted(
        _ claim: Claim,
        _ version: String,
        _ content: TarballContent?
    ) -> (kind: NpmFinding, detail: String) {
        let mismatch = "does not have the digest that version \(version) states"
        return switch content {
        case nil: (.mismatch, mismatch)
        case .broken(let cause): (.damaged, cause)
        case .altered: (.altered, "\(mismatch), and \(alteration)")
        case .package(let identity) where identity?.isOf(claim.package, version) ?? false:
            (.digestDrift, "is a whole archive of that version, but \(mismatch)")
        case .package(let identity): (.wrongPackage, "\(named(identity)), and not \(claim.package)@\(version)")
        }
    }

    /// Nothing says what it should be, but it can be seen that it is nothing.
    private static func orphan(_ content: TarballContent?) -> [(kind: NpmFinding, detail: String)] {
        switch content {
        case .broken(let cause): [(.damaged, cause)]
        case .altered: [(.altered, alteration)]
        case nil, .package: []
        }
    }

    private static let alteration = "has other bytes than when it was read last although nothing wrote to it"

    private static func named(_ identity: PackageIdentity?) -> String {
        identity.map { "holds the package \($0)" } ?? "holds no package.json that names a package"
    }
}
