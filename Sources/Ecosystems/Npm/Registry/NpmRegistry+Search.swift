import JSON
import Posix
import Time
import Transfer

extension NpmRegistry {
    /// The most results one answer holds, as in the public registry.
    package static let largestPage = 250

    /// The answer to `/-/v1/search`: packages whose name holds every word of `text`, the best first.
    package func search(text: String, size: Int = 20, from: Int = 0) async throws -> RegistryDocument {
        let names = try await names()
        return try await lane.away { [self] in
            let matches = SearchText(text).matches(in: names)
            let page = matches.dropFirst(max(from, 0)).prefix(min(max(size, 0), Self.largestPage))
            var writer = JSONWriter()
            writer.beginObject()
            writer.key("objects")
            writer.beginArray()
            for match in page {
                guard let entry = try await listedEntry(match.name, .searchEntry) else { continue }
                writer.result(entry, score: match.grade.score)
            }
            writer.endArray()
            writer.key("total")
            writer.integer(matches.count)
            writer.key("time")
            writer.string(WallClock.system.now().text(.seconds))
            writer.endObject()
            return RegistryDocument(writer.finish())
        }
    }

    /// Writes the answer to `/-/all` in pieces: an object with a member for each package.
    ///
    /// `_updated` is the constant that registries send so that clients ask again each time.
    package func all(write: ([UInt8]) async throws -> Void) async throws {
        try await write(Array(#"{"_updated":99999"#.utf8))
        var rest = try await names()[...]
        while !rest.isEmpty {
            try Task.checkCancellation()
            let batch = rest.prefix(64)
            rest = rest.dropFirst(64)
            try await write(try await lane.away { [self] in try await members(of: batch) })
        }
        try await write(Array("}\n".utf8))
    }

    private func members(of names: ArraySlice<PackageName>) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        for name in names {
            guard let entry = try await listedEntry(name, .listEntry) else { continue }
            bytes += ",\n".utf8 + JSONValue.string(name.string).encoded() + ":".utf8 + entry
        }
        return bytes
    }

    /// The entry of a package; one whose packument cannot be read must not hide all others, and is left out.
    private func listedEntry(_ name: PackageName, _ form: DocumentForm) async throws -> [UInt8]? {
        do {
            return try await entry(name, form)
        } catch is PackumentError {
            return nil
        }
    }
}

extension JSONWriter {
    fileprivate mutating func result(_ package: [UInt8], score: Double) {
        beginObject()
        key("package")
        raw(package)
        key("score")
        value(["final": .number(score), "detail": ["quality": 0, "popularity": 0, "maintenance": 0]])
        key("searchScore")
        number(score)
        endObject()
    }
}
