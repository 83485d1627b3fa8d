package import Time

/// What a suite says of itself (`Release`, https://wiki.debian.org/DebianRepository/Format), and the list of its indexes.
package struct Release: Sendable {
    package let origin: String?
    package let label: String?
    package let suite: String?
    package let version: String?
    package let codename: String?
    /// When it was made.
    package let date: Moment?
    /// From when on no client takes it any more.
    package let validUntil: Moment?
    /// Whether its indexes lie by their digests too.
    package let acquireByHash: Bool
    package let architectures: [String]
    /// For which kinds of index nobody reads those of `all`, such as `Packages`.
    package let noSupportForArchitectureAll: [String]
    package let components: [String]
    package let notAutomatic: Bool
    package let butAutomaticUpgrades: Bool
    /// Fingerprints of the keys that later Releases will be signed by, as they are written.
    package let signedBy: [String]
    package let changelogs: String?
    package let description: String?
    package let snapshots: String?
    /// The algorithms whose lists there are, weakest first.
    package let algorithms: [ListedDigests.Algorithm]
    /// Every file of the lists, sorted by its path, with all that is said of it; some may have weak digests alone.
    package let files: [ListedFile]

    /// The strongest algorithm there is a list of: the one by which clients ask for indexes by their digests.
    package var strongest: ListedDigests.Algorithm { algorithms.max() ?? .md5 }

    /// Reads bytes that were verified, or need not be.
    ///
    /// - Throws: `foreign` for what is no Release at all, `weakDigest` without a list of SHA-256 or SHA-512, `unsafePath`,
    ///   `conflict` where two lines contradict each other, `malformed` for the rest.
    package init(_ bytes: [UInt8], subject: String = "Release") throws(APTError) {
        try ForeignBody.refuse(bytes, subject)
        // Clients read the first stanza; what follows it has no meaning for them.
        guard let stanza = try Self.first(bytes, subject) else {
            throw APTError(.foreign, subject, "has no field", hint: ForeignBody.hint)
        }
        origin = try stanza.text("Origin")
        label = try stanza.text("Label")
        suite = try stanza.text("Suite")
        version = try stanza.text("Version")
        codename = try stanza.text("Codename")
        date = try Self.date("Date", of: stanza)
        validUntil = try Self.date("Valid-Until", of: stanza)
        acquireByHash = try Self.flag("Acquire-By-Hash", of: stanza)
        architectures = try stanza.words("Architectures")
        noSupportForArchitectureAll = try stanza.words("No-Support-for-Architecture-all")
        components = try stanza.words("Components")
        notAutomatic = try Self.flag("NotAutomatic", of: stanza)
        butAutomaticUpgrades = try Self.flag("ButAutomaticUpgrades", of: stanza)
        signedBy = try Self.fingerprints(stanza)
        changelogs = try stanza.text("Changelogs")
        description = try stanza.text("Description")
        snapshots = try stanza.text("Snapshots")
        (algorithms, files) = try ReleaseLists.read(stanza)
    }

    private static func first(_ bytes: [UInt8], _ subject: String) throws(APTError) -> Stanza? {
        do { return try StanzaReader(PlainSource(bytes), subject: subject).next() } catch let error as APTError {
            throw error
        } catch {
            throw APTError(.malformed, subject, "cannot be read: \(error)")
        }
    }

    private static func date(_ name: FieldName, of stanza: Stanza) throws(APTError) -> Moment? {
        guard let text = try stanza.text(name) else { return nil }
        guard let date = ReleaseDate.read(text) else {
            throw stanza.malformed("states a \(name) that is no date in UTC")
        }
        return date
    }

    /// What apt takes for yes (`StringToBool`).
    private static func flag(_ name: FieldName, of stanza: Stanza) throws(APTError) -> Bool {
        let text = try stanza.text(name)?.lowercased()
        return text.map { ["yes", "true", "1", "with", "on", "enable"].contains($0) } ?? false
    }

    private static func fingerprints(_ stanza: Stanza) throws(APTError) -> [String] {
        try stanza.words("Signed-By").flatMap { $0.split(separator: ",").map(String.init) }
    }
}
