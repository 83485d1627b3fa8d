import Posix
import YAML

/// Reads values, notes where each came from, and goes on past what is wrong.
struct ConfigurationReader {
    /// Where relative paths of the file begin.
    let folder: AbsolutePath
    /// Where relative paths of environment and flags begin.
    let currentFolder: AbsolutePath
    /// What environment and flags say.
    let overrides: [Setting: Override]

    private(set) var problems: [ConfigurationProblem] = []
    private(set) var origins: [String: ConfigurationOrigin] = [:]

    /// A setting from outside the file.
    struct Override {
        let text: String
        let origin: ConfigurationOrigin
    }

    init(folder: AbsolutePath, currentFolder: AbsolutePath, overrides: [Setting: Override]) {
        self.folder = folder
        self.currentFolder = currentFolder
        self.overrides = overrides
    }

    /// Notes a problem.
    mutating func report(_ origin: ConfigurationOrigin, _ cause: String, suggestion: String? = nil) {
        problems.append(ConfigurationProblem(origin, cause, suggestion: suggestion))
    }

    /// Notes a flaw of the text; `path` says which key it concerns.
    mutating func report(_ error: YAMLError, at path: String = "") {
        let cause = path.isEmpty ? error.reason : "\(path): \(error.reason)"
        report(.file(line: error.line, column: error.column), cause)
    }

    /// Notes where a value came from.
    mutating func note(_ origin: ConfigurationOrigin, of key: String) { origins[key] = origin }

    /// Runs `body`, which reads something of the file; a flaw is noted and gives `nil`.
    mutating func reading<T>(_ path: String, _ body: () throws(YAMLError) -> T) -> T? {
        do {
            return try body()
        } catch {
            report(error, at: path)
            return nil
        }
    }
}

extension YAMLNode {
    var origin: ConfigurationOrigin { .file(line: position.line, column: position.column) }
}
