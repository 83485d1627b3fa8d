/// How a refresh or a repair makes a storage hold what upstream has.
///
/// One request for each name and file is under way at once: whoever calls sees to that.
protocol PackageSupply: Sendable {
    /// Throws `UpstreamError` when nobody answers at all.
    func requireReachable() async throws

    /// Makes the storage's document of a package as fresh as upstream's, and says what became of it.
    ///
    /// Throws `SupplyError`.
    func revalidate(_ name: PackageName) async throws -> Revalidation

    /// The same where what it needs to know of the document may be known already.
    func revalidate(_ name: PackageName, knowing kept: KeptBrief?) async throws -> Revalidation

    /// How to tell what upstream took back; `nil` where nobody knows what upstream itself lists.
    var comparison: UpstreamComparison? { get }

    /// Makes the storage hold a tarball that is not there; what lies there afterwards is still to be checked.
    ///
    /// Throws `SupplyError`.
    func supply(_ tarball: WantedTarball, of name: PackageName) async throws -> SuppliedTarball
}

extension PackageSupply {
    func revalidate(_ name: PackageName, knowing kept: KeptBrief?) async throws -> Revalidation {
        try await revalidate(name)
    }
}

/// A tarball that a storage is to hold.
struct WantedTarball: Sendable, Hashable {
    /// Its name in the package's folder.
    let file: TarballFileName
    /// The address that the packument gives.
    let address: String
    /// The digests that it may have; `nil` where none is said that can be checked.
    let integrity: Integrity?
}

/// What became of a document that was to be as fresh as upstream's.
enum Revalidation: Sendable, Equatable {
    /// Upstream was asked, now or a moment ago, and the storage holds what it said.
    case fresh
    /// There is nothing upstream to compare with: the package was published here.
    case local
    /// It was not asked, or did not answer; the storage holds what it said earlier. The cause is a clause.
    case stale(cause: String, hint: String)
    /// Upstream says that it no longer has the package; the storage holds what it said earlier. The cause is a clause.
    case unpublished(cause: String)
    /// Nobody knows such a package.
    case absent(SupplyError)
}

/// A tarball that the storage holds now.
struct SuppliedTarball: Sendable, Equatable {
    /// Bytes on disk.
    let size: Int64
    /// Where it was asked for, for people.
    let source: String
}

/// Why a storage could not be made to hold something: which, why, and the next step.
struct SupplyError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What went wrong, as callers tell it apart.
    enum Code: Sendable, Equatable, CaseIterable {
        /// Upstream says that it does not have it.
        case gone
        /// It is answered with an error that may pass.
        case unavailable
        /// Nobody is there to answer, whatever is asked for.
        case away
        /// What was answered is not what was asked for.
        case wrong
        /// It was answered, but the storage does not hold it.
        case unsaved
    }

    let code: Code
    /// The package or the file.
    let subject: String
    /// The cause, as a clause that follows the subject.
    let cause: String
    /// The next step, as a sentence.
    let hint: String

    init(_ code: Code, _ subject: String, _ cause: String, hint: String) {
        self.code = code
        self.subject = subject
        self.cause = cause
        self.hint = hint
    }

    var description: String { "\(subject) \(cause). \(hint)" }
}
