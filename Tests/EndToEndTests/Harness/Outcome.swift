import JSON
import Posix

/// What a program that ended left behind.
struct Outcome: Sendable, CustomStringConvertible {
    /// A program that failed where it should not have.
    struct Failed: Error, CustomStringConvertible {
        let description: String
    }

    let command: String
    let ending: ChildProcess.Ending
    let output: String
    let complaints: String
    let duration: Duration

    /// Its exit status; 128 and the number of the signal that ended it, as shells have it.
    var status: Int32 {
        switch ending {
        case .status(let status): status
        case .signal(let signal): 128 + signal
        }
    }

    /// Itself if it ended well.
    @discardableResult
    func succeeded() throws -> Outcome {
        guard status == 0 else { throw Failed(description: description) }
        return self
    }

    /// What it printed, as a document.
    var json: JSONValue {
        get throws { try JSONValue(parsing: Array(output.utf8)) }
    }

    /// What it printed, line by line.
    var lines: [String] { output.split(separator: "\n").map(String.init) }

    var description: String {
        "\(command)\n  ended with \(ending) after \(duration)\n\(Self.tail(output))\n\(Self.tail(complaints))"
    }

    private static func tail(_ text: String) -> String {
        text.count > 4000 ? "…" + text.suffix(4000) : text
    }
}
