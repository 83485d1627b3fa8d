import FoundationEssentials
package import Posix

/// Where a configuration is looked for that nobody named, the nearest place first.
package struct ConfigurationPlaces: Sendable {
    /// `./packferry.yaml`, `$XDG_CONFIG_HOME/packferry/packferry.yaml` (`~/.config` without that variable), and
    /// `/etc/packferry/packferry.yaml`.
    package let all: [AbsolutePath]

    /// The places of a process with these surroundings.
    package init(_ surroundings: EffectiveConfiguration.Surroundings) {
        let folders = [Self.ofUser(surroundings.variables), surroundings.systemFolder]
        all =
            [surroundings.currentFolder.appending("packferry.yaml")]
            + folders.compactMap { $0?.appending("packferry/packferry.yaml") }
    }

    /// The first that is there, readable or not: one that cannot be read must not let another one in.
    func first() throws(ConfigurationError) -> AbsolutePath {
        if let found = all.first(where: Self.isThere) { return found }
        let places = all.map(\.string).joined(separator: ", ")
        let suggestion = "'packferry init' writes one; --config or PACKFERRY_CONFIG names one elsewhere"
        let problem = ConfigurationProblem(.builtIn, "there is no configuration at \(places)", suggestion: suggestion)
        throw ConfigurationError(file: all[0], problems: [problem])
    }

    /// The XDG Base Directory Specification: what is relative counts as unset.
    private static func ofUser(_ variables: [String: String]) -> AbsolutePath? {
        if let folder = variables["XDG_CONFIG_HOME"].flatMap({ try? AbsolutePath($0) }) { return folder }
        return variables["HOME"].flatMap { try? AbsolutePath($0) }?.appending(".config")
    }

    private static func isThere(_ path: AbsolutePath) -> Bool {
        if FileManager.default.fileExists(atPath: path.string) { return true }
        // A link that leads nowhere, or a folder that may not be entered, is somebody's mistake.
        do {
            return try Directory(opening: path.parent).info(RelativePath(path.lastComponent)) != nil
        } catch {
            return (error as? SystemError)?.errno == .accessDenied
        }
    }
}
