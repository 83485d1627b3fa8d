package import Posix

/// A configuration with the origin of each of its values.
package struct EffectiveConfiguration: Sendable, Equatable {
    package let values: Configuration
    package let file: AbsolutePath
    private let origins: [String: ConfigurationOrigin]

    init(values: Configuration, file: AbsolutePath, origins: [String: ConfigurationOrigin]) {
        self.values = values
        self.file = file
        self.origins = origins
    }

    /// The file in which the state is kept.
    package var database: AbsolutePath { values.paths.database }

    /// Where each value came from, of the keys for which that is so in `other` and of the rest here.
    func origins(mergedWith other: EffectiveConfiguration, where isOther: (String) -> Bool) -> [String:
        ConfigurationOrigin]
    {
        origins.filter { !isOther($0.key) }.merging(other.origins.filter { isOther($0.key) }) { $1 }
    }

    /// Where the value of a key came from, the key written with dots: `paths.state`, `repositories.npm.storage`.
    package func origin(of key: String) -> ConfigurationOrigin { origins[key] ?? .builtIn }
}

/// Where a value came from.
///
/// Flags win over the environment, that over the file, and that over what is built in.
package enum ConfigurationOrigin: Sendable, Equatable, CustomStringConvertible {
    /// Nobody set it.
    case builtIn
    /// The file, at a line and column.
    case file(line: Int, column: Int)
    /// The environment variable of that name.
    case environment(String)
    /// The flag of that name, with its dashes.
    case flag(String)

    /// `default`, `line 12`, `PACKFERRY_LISTEN` or `--listen`.
    package var description: String {
        switch self {
        case .builtIn: "default"
        case .file(let line, _): "line \(line)"
        case .environment(let name), .flag(let name): name
        }
    }
}
