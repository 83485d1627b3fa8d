import FoundationEssentials
package import Posix
import YAML

extension EffectiveConfiguration {
    /// What the machine tells a process that starts.
    package struct Surroundings: Sendable {
        package var variables: [String: String]
        /// The folder the process was started in.
        package var currentFolder: AbsolutePath
        /// The machine's name, from which a site without one takes its own.
        package var hostName: String
        /// Where the system keeps configurations.
        package var systemFolder: AbsolutePath?

        package init(
            variables: [String: String],
            currentFolder: AbsolutePath,
            hostName: String,
            systemFolder: AbsolutePath? = nil
        ) {
            self.variables = variables
            self.currentFolder = currentFolder
            self.hostName = hostName
            self.systemFolder = systemFolder
        }

        /// Those of this process.
        package static func ofProcess() throws(PathError) -> Surroundings {
            Surroundings(
                variables: ProcessInfo.processInfo.environment,
                currentFolder: try AbsolutePath(FileManager.default.currentDirectoryPath),
                hostName: ProcessInfo.processInfo.hostName,
                systemFolder: try AbsolutePath("/etc")
            )
        }
    }

    /// Reads the file, and what flags and environment say instead of it; throws all that is wrong at once.
    ///
    /// The file is `file` (the flag `--config`), else what `PACKFERRY_CONFIG` names, else the first of
    /// `ConfigurationPlaces`.
    package static func load(
        file: String? = nil,
        flags: [Setting: String] = [:],
        _ surroundings: Surroundings
    ) throws(ConfigurationError) -> EffectiveConfiguration {
        let path = try location(of: file, surroundings)
        var reader = ConfigurationReader(
            folder: path.parent,
            currentFolder: surroundings.currentFolder,
            ownFolder: OwnFolder(besides: path, surroundings),
            overrides: overrides(flags, surroundings.variables)
        )
        let root = try document(at: path, &reader)
        let values = reader.configuration(from: root, hostName: surroundings.hostName)
        guard reader.problems.isEmpty else { throw ConfigurationError(file: path, problems: reader.problems) }
        return EffectiveConfiguration(values: values, file: path, origins: reader.origins)
    }

    private static func location(
        of file: String?,
        _ surroundings: Surroundings
    ) throws(ConfigurationError) -> AbsolutePath {
        let variable = surroundings.variables["PACKFERRY_CONFIG"].flatMap { $0.isEmpty ? nil : $0 }
        guard let named = file ?? variable else { return try ConfigurationPlaces(surroundings).first() }
        do {
            return try AbsolutePath(named, relativeTo: surroundings.currentFolder)
        } catch {
            let origin: ConfigurationOrigin = file == nil ? .environment("PACKFERRY_CONFIG") : .flag("--config")
            let problem = ConfigurationProblem(origin, "\(error)")
            throw ConfigurationError(file: surroundings.currentFolder, problems: [problem])
        }
    }

    private static func overrides(
        _ flags: [Setting: String],
        _ variables: [String: String]
    ) -> [Setting: ConfigurationReader.Override] {
        var overrides: [Setting: ConfigurationReader.Override] = [:]
        for setting in Setting.allCases {
            if let text = flags[setting] {
                overrides[setting] = .init(text: text, origin: .flag(setting.flag))
            } else if let text = variables[setting.variable], !text.isEmpty {
                overrides[setting] = .init(text: text, origin: .environment(setting.variable))
            }
        }
        return overrides
    }

    private static func document(
        at path: AbsolutePath,
        _ reader: inout ConfigurationReader
    ) throws(ConfigurationError) -> YAMLNode {
        let text = try contents(of: path)
        do {
            return try YAMLNode(parsing: text) { reader.report($0) }
        } catch {
            reader.report(error)
            throw ConfigurationError(file: path, problems: reader.problems)
        }
    }

    private static func contents(of path: AbsolutePath) throws(ConfigurationError) -> [UInt8] {
        do {
            // The file may be a link, as it is where containers mount it; `Directory.open` follows none.
            let file = try AbsolutePath(URL(filePath: path.string).resolvingSymlinksInPath().path)
            return try Directory(opening: file.parent).open(RelativePath(file.lastComponent)).readAll(limit: 1 << 20)
        } catch {
            let suggestion = "Name the file by --config or PACKFERRY_CONFIG"
            let cause = (error as? SystemError).map { "it cannot be read: \($0.errno)" } ?? "\(error)"
            let problem = ConfigurationProblem(.builtIn, cause, suggestion: suggestion)
            throw ConfigurationError(file: path, problems: [problem])
        }
    }
}
