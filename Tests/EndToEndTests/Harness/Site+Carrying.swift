import Foundation
import JSON

extension Site {
    /// Builds an artifact by the command line; its path, or `nil` when nothing changed.
    func build(_ options: String...) async throws -> String? {
        let report = try await run(["artifact", "build", "--json"] + options).succeeded().json
        guard report["changed"]?.boolValue == true else { return nil }
        return try report.text("path")
    }

    /// Builds an artifact of which it is known that it carries something.
    func archive(_ options: String...) async throws -> String {
        let report = try await run(["artifact", "build", "--json"] + options).succeeded().json
        return try report.text("path")
    }

    /// The same where it is known that something is left behind.
    func partialArchive(_ options: String...) async throws -> String {
        let built = try await run(["artifact", "build", "--json"] + options)
        guard built.status == 3 else { throw Outcome.Failed(description: "not partial: \(built)") }
        return try built.json.text("path")
    }

    /// Applies an archive by the command line.
    func apply(_ archive: String, _ options: String...) async throws -> Outcome {
        try await run(["import", "apply", archive, "--json"] + options)
    }

    /// What lies in the artifacts folder, unfinished files included.
    var artifactFiles: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: artifacts)) ?? []).sorted()
    }
}

extension JSONValue {
    /// A document that is not as expected.
    struct Unexpected: Error, CustomStringConvertible {
        let description: String
    }

    /// The text of a member.
    func text(_ name: String) throws -> String {
        guard let text = self[name]?.stringValue else { throw unexpected(name) }
        return text
    }

    /// The number of a member.
    func number(_ name: String) throws -> Int {
        guard let number = self[name]?.integerValue else { throw unexpected(name) }
        return Int(number)
    }

    /// The elements of a member.
    func list(_ name: String) throws -> [JSONValue] {
        guard let list = self[name]?.arrayValue else { throw unexpected(name) }
        return list
    }

    /// The elements of a member that counts its elements and names the first of them; all of them are named.
    func excerpt(_ name: String) throws -> [JSONValue] {
        guard let excerpt = self[name], try excerpt.number("count") == excerpt.list("items").count else {
            throw unexpected(name)
        }
        return try excerpt.list("items")
    }

    private func unexpected(_ name: String) -> Unexpected {
        Unexpected(description: "no \(name) in \(String(decoding: encoded(), as: UTF8.self).prefix(2000))")
    }
}
