package import Posix

/// All that is wrong with a configuration, found in one go.
package struct ConfigurationError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The file that was read, or was to be.
    package let file: AbsolutePath
    /// What is wrong, in the order of the file, then what environment and flags say; never empty.
    package let problems: [ConfigurationProblem]

    init(file: AbsolutePath, problems: [ConfigurationProblem]) {
        self.file = file
        self.problems = problems.sorted { $0.origin.rank < $1.origin.rank }
    }

    /// One line for each problem, such as `/etc/packferry.yaml:3:5: cause. Suggestion.`.
    package var description: String { problems.map { "\($0.place(in: file)): \($0)" }.joined(separator: "\n") }
}

/// One thing that is wrong with a configuration.
package struct ConfigurationProblem: Sendable, Equatable, CustomStringConvertible {
    /// Where it stands; `builtIn` for what concerns the file as a whole.
    package let origin: ConfigurationOrigin
    /// What is wrong, as a sentence without its full stop.
    package let cause: String
    /// What to do about it, as a sentence without its full stop, or a question.
    package let suggestion: String?

    init(_ origin: ConfigurationOrigin, _ cause: String, suggestion: String? = nil) {
        self.origin = origin
        self.cause = cause
        self.suggestion = suggestion
    }

    /// The cause and the suggestion as sentences.
    package var description: String {
        guard let suggestion else { return "\(cause)." }
        return "\(cause). \(suggestion)\(suggestion.hasSuffix("?") ? "" : ".")"
    }

    fileprivate func place(in file: AbsolutePath) -> String {
        switch origin {
        case .builtIn: file.string
        case .file(let line, let column): "\(file.string):\(line):\(column)"
        case .environment(let name), .flag(let name): name
        }
    }
}

extension ConfigurationOrigin {
    fileprivate var rank: (Int, Int, Int) {
        switch self {
        case .file(let line, let column): (0, line, column)
        case .builtIn: (1, 0, 0)
        case .environment: (2, 0, 0)
        case .flag: (3, 0, 0)
        }
    }
}
