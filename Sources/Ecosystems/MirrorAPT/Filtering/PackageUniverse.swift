package import Archives

/// All packages of some indexes, with as much of each as choosing among them takes.
package struct PackageUniverse: Sendable {
    struct Member: Sendable {
        /// The number of its index, and its place in it.
        let index: Int
        let ordinal: Int
        let name: String
        let version: String
        let architecture: String
        /// The name of the source package, where it is another one.
        let source: String
        let section: String
        let priority: String
        let provides: String?
        /// What must be there for it to be installed, and before it is unpacked.
        let depends: [String]
        let recommends: String?
    }

    private(set) var members: [Member] = []

    /// Nothing yet.
    package init() {}

    /// How many there are.
    package var count: Int { members.count }

    /// Adds the packages of an index; `number` is what it is called by later.
    ///
    /// - Throws: as `StanzaReader`, and `malformed` for a stanza without a name: what is sliced must be understood.
    package mutating func read(_ source: any ByteSource, index number: Int, subject: String) throws {
        let reader = StanzaReader(source, subject: subject)
        var ordinal = 0
        while let stanza = try reader.next() {
            members.append(try Member(stanza, index: number, ordinal: ordinal))
            ordinal += 1
        }
    }
}

extension PackageUniverse.Member {
    private static let package: FieldName = "Package"
    private static let version: FieldName = "Version"
    private static let architecture: FieldName = "Architecture"
    private static let source: FieldName = "Source"
    private static let section: FieldName = "Section"
    private static let priority: FieldName = "Priority"
    private static let provides: FieldName = "Provides"
    private static let preDepends: FieldName = "Pre-Depends"
    private static let depends: FieldName = "Depends"
    private static let recommends: FieldName = "Recommends"

    fileprivate init(_ stanza: Stanza, index: Int, ordinal: Int) throws(APTError) {
        guard let name = try stanza.word(Self.package) else { throw stanza.malformed("has no Package") }
        self.index = index
        self.ordinal = ordinal
        self.name = name
        version = try stanza.word(Self.version) ?? ""
        architecture = try stanza.word(Self.architecture) ?? ""
        // `Source: glibc (2.36-9)`, where the version is another one.
        source = try stanza.words(Self.source).first ?? name
        section = try stanza.text(Self.section) ?? ""
        priority = try stanza.text(Self.priority) ?? ""
        provides = try stanza.text(Self.provides)
        depends = [try stanza.text(Self.preDepends), try stanza.text(Self.depends)].compactMap(\.self)
        recommends = try stanza.text(Self.recommends)
    }
}
