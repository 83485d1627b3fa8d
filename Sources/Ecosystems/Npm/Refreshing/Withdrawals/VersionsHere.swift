import Posix

/// What a stored document says of those versions of its package whose tarball is here.
struct VersionsHere: Sendable, Equatable {
    /// How much is kept of what a version says to those who install it: anybody may write anything there.
    private static let messageLength = 300

    /// Versions that came from an upstream: what was published here, nobody else can take back.
    let foreign: Set<String>
    /// Those that are deprecated, with what they say to those who install them.
    let deprecated: [String: String]
    /// Those that upstream did not list when it was asked last, as whoever asked noted it.
    let withdrawn: Set<String>

    init(foreign: Set<String>, deprecated: [String: String], withdrawn: Set<String>) {
        (self.foreign, self.deprecated, self.withdrawn) = (foreign, deprecated, withdrawn)
    }

    init(_ packument: Packument, having cached: Set<String>) {
        let downloads = packument.entries(of: "_distfiles")
        let versions = packument.versions.filter { cached.contains($0.version) }
        let foreign = versions.filter { version in version.dist.map { downloads[$0.file.string] != nil } ?? false }
        self.foreign = Set(foreign.map(\.version))
        deprecated = Self.deprecated(in: packument, among: self.foreign)
        withdrawn = packument.withdrawn.intersection(self.foreign)
    }

    /// The same of those alone whose tarball is here.
    func having(_ cached: Set<String>) -> VersionsHere {
        VersionsHere(
            foreign: foreign.intersection(cached),
            deprecated: deprecated.filter { cached.contains($0.key) },
            withdrawn: withdrawn.intersection(cached)
        )
    }

    /// The deprecated ones of these versions, as a document has it.
    static func deprecated(in packument: Packument, among versions: Set<String>) -> [String: String] {
        let deprecated = packument.versions.filter { $0.isDeprecated && versions.contains($0.version) }
        let messages = deprecated.map { version -> (String, String) in
            let message = packument.member("deprecated", of: version).flatMap(packument.string) ?? ""
            return (version.version, PathError.printable(String(message.prefix(messageLength))))
        }
        return Dictionary(messages) { first, _ in first }
    }
}

extension Packument {
    /// The member of an upstream's notes that names what it no longer lists.
    static let withdrawnMember = "withdrawn"

    /// Versions that an upstream no longer listed when it was asked last.
    fileprivate var withdrawn: Set<String> {
        let notes = entries(of: "_uplinks").values.flatMap { RawValue(bytes, $0).members }
        let lists = notes.filter { $0.name == Self.withdrawnMember }.map { RawValue(bytes, $0.value) }
        return Set(lists.flatMap(\.strings))
    }
}
