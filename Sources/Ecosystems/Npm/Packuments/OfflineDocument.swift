import Crypto
import JSON
import Posix
import Time

/// What an offline-ready packument holds before it has bytes (docs/formats/packument.md).
///
/// The same content always gives the same bytes, in whatever order and layout it was found.
struct OfflineDocument: Sendable {
    /// One version that is listed; a class because it is sorted and handed on far more often than it is made.
    final class Version: Sendable {
        let version: String
        let semver: Semver
        let isDeprecated: Bool
        let object: RawValue
        /// When it was published; `nil` if that is not known.
        let time: RawValue?
        /// Its tarball; `nil` for a version that is metadata only.
        let tarball: Tarball?

        /// A `time` that is no moment is left out: npm passes over a version that has one.
        init(_ entry: PackumentVersion, semver: Semver, object: RawValue, time: RawValue?, tarball: Tarball?) {
            version = entry.version
            self.semver = semver
            isDeprecated = entry.isDeprecated
            self.object = object
            self.time = time?.moment == nil ? nil : time
            self.tarball = tarball
        }
    }

    /// One entry of `_attachments`.
    struct Tarball: Hashable, Sendable {
        let file: TarballFileName
        let sha1: SHA1Digest?
    }

    let name: PackageName
    /// In the order of `precedes`.
    let versions: [Version]
    let tags: [String: String]
    /// When the package was first published.
    let created: RawValue?
    /// The tarballs, sorted by name, each with the lowest version that names it.
    let attachments: [(tarball: Tarball, version: String)]
    /// The members that are not made here, sorted by name.
    let members: [(name: String, value: RawValue)]

    init(
        name: PackageName,
        versions: [Version],
        tags: [String: String],
        created: RawValue?,
        members: [(name: String, value: RawValue)]
    ) {
        self.name = name
        self.versions = versions.sorted(by: Version.precedes)
        attachments = Self.attachments(of: self.versions)
        self.tags = tags
        self.created = created
        self.members = members.filter { $0.name != StandIn.member || Self.isTrue($0.value, of: tags) }
            .sorted { RelativePath.bytesPrecede($0.name, $1.name) }
    }

    /// The time of the newest version, else of the package.
    var modified: RawValue? {
        let times = versions.compactMap { version in
            version.time.flatMap { time in time.moment.map { (moment: $0, text: time) } }
        }
        return times.max { $0.moment < $1.moment }?.text ?? created
    }

    /// The members that every offline-ready packument has of its own.
    static let ownMembers: Set<String> = [
        "name", "_rev", "dist-tags", "time", "versions", "_attachments", "_distfiles", "_uplinks",
    ]
}

extension OfflineDocument {
    /// Whether what is said of a stand-in is said of the `latest` that is listed.
    private static func isTrue(_ value: RawValue, of tags: [String: String]) -> Bool {
        value.json.flatMap(StandIn.init)?.instead == tags["latest"]
    }

    private static func attachments(of versions: [Version]) -> [(tarball: Tarball, version: String)] {
        var seen: Set<TarballFileName> = []
        return versions.compactMap { version in
            guard let tarball = version.tarball, seen.insert(tarball.file).inserted else { return nil }
            return (tarball, version.version)
        }
        .sorted { $0.tarball.file < $1.tarball.file }
    }
}

extension OfflineDocument.Version {
    /// Semver precedence, and by bytes among versions that differ in build metadata alone.
    static func precedes(_ left: OfflineDocument.Version, _ right: OfflineDocument.Version) -> Bool {
        if left.semver < right.semver { return true }
        return left.semver == right.semver && RelativePath.bytesPrecede(left.version, right.version)
    }
}
