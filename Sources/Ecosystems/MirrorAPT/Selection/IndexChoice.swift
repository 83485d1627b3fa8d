/// What of a suite is wanted.
package struct IndexChoice: Hashable, Sendable {
    /// Such as `main`, with or without what a Release writes before it (`updates/main`); all that there are where empty.
    package var components: [String]
    /// Such as `amd64`, beside which `all` is always wanted; all that the Release names where empty.
    package var architectures: [String]
    /// Whether source packages are.
    package var sources: Bool
    /// Languages of descriptions, such as `en` or `pt_BR`.
    package var languages: [String]
    /// Whether the lists of files in packages are (`Contents-…`), which `apt-file` asks for.
    package var contents: Bool
    /// Whether packages of the installer (`debian-installer/…`), and its images (`installer-…`), are.
    package var installer: Bool
    /// Whether what software centres show is: `dep11/…`, with its icons.
    package var catalogs: Bool
    /// Whether what suggests packages for unknown commands is (`cnf/…`), which Ubuntu's clients ask for.
    package var commands: Bool

    /// What a client asks for that nobody told anything.
    package init(
        components: [String] = [],
        architectures: [String] = [],
        sources: Bool = false,
        languages: [String] = ["en"],
        contents: Bool = false,
        installer: Bool = false,
        catalogs: Bool = false,
        commands: Bool = true
    ) {
        self.components = components
        self.architectures = architectures
        self.sources = sources
        self.languages = languages
        self.contents = contents
        self.installer = installer
        self.catalogs = catalogs
        self.commands = commands
    }
}
