package import HTTPClient
package import Posix

/// Where a secret lies that no configuration holds: `env:NAME` or `file:/path`.
package enum SecretPlace: Sendable, Equatable, CustomStringConvertible {
    case variable(String)
    case file(AbsolutePath)

    /// Why a secret cannot be had, as a clause.
    package struct Unreadable: Error, CustomStringConvertible {
        package let description: String

        init(_ description: String) { self.description = description }
    }

    /// A longer file is none of a secret.
    private static let limit = 64 << 10

    /// Reads the text; `nil` for another form.
    package init?(_ text: String) {
        if text.hasPrefix("env:") {
            let name = text.dropFirst(4)
            guard !name.isEmpty, name.utf8.allSatisfy(Self.isNameByte) else { return nil }
            self = .variable(String(name))
        } else {
            guard text.hasPrefix("file:"), let path = try? AbsolutePath(String(text.dropFirst(5))) else { return nil }
            self = .file(path)
        }
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"), UInt8(ascii: "."):
            true
        default: false
        }
    }

    package var description: String {
        switch self {
        case .variable(let name): "env:\(name)"
        case .file(let path): "file:\(path)"
        }
    }

    /// The first line of what lies there.
    ///
    /// Blocks.
    package func read(environment: [String: String]) throws -> String {
        switch self {
        case .variable(let name):
            guard let value = environment[name] else { throw Unreadable("there is no such variable") }
            return Self.firstLine(value)
        case .file(let path):
            let file = try Directory(opening: path.parent).open(RelativePath(path.lastComponent))
            return Self.firstLine(String(decoding: try file.readAll(limit: Self.limit), as: UTF8.self))
        }
    }

    private static func firstLine(_ text: String) -> String {
        String(text.prefix { !$0.isNewline }.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}

extension Credentials {
    /// Reads `user:password`, a token, or either with the word in front that HTTP has for it; `nil` for nothing.
    package init?(secret: String) {
        let words = secret.split(separator: " ", maxSplits: 1)
        switch (words.first?.lowercased(), words.count) {
        case ("bearer", 2): self = .bearer(String(words[1]))
        case ("basic", 2): self = .basic(encoded: String(words[1]))
        case (nil, _): return nil
        default:
            guard let colon = secret.firstIndex(of: ":") else {
                self = .bearer(secret)
                return
            }
            self = .basic(user: String(secret[..<colon]), password: String(secret[secret.index(after: colon)...]))
        }
    }
}
