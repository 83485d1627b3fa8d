import HTTPClient
import Posix
import Time

/// A folder with a Release of its own, and what of it is mirrored.
struct APTSuite: Sendable, Hashable {
    /// As in a `sources.list`: `bookworm`, or a folder that ends with a slash.
    let name: String
    /// Where its Release lies, from the address of the repository on; `nil` for right there.
    let folder: RelativePath?
    let isFlat: Bool

    /// Reads what stands in the place of a suite in a `sources.list`.
    init(_ text: String) throws {
        name = text
        isFlat = text.hasSuffix("/")
        folder = isFlat ? try FlatRepository(text).folder : try RelativePath("dists/\(text)")
    }

    /// Where a file of its folder lies.
    func path(of file: String) throws -> RelativePath {
        try folder.map { try $0.appending(file) } ?? RelativePath(file)
    }
}

/// What is remembered of a suite from one sync to the next.
struct SuiteState: Codable, Sendable, Equatable {
    /// What upstream said of the file by which clients begin, when it was fetched.
    let etag: String?
    let lastModified: String?
    /// The file, `InRelease` or `Release`, and the SHA-256 of what it was.
    let name: String
    let sha256: String
    /// What it says of when it was made, in milliseconds since 1970.
    let date: Int64?

    var validator: Validator { Validator(etag: etag, lastModified: lastModified) }
}

/// What is remembered of all suites, by their names.
struct APTState: Codable, Sendable, Equatable {
    var suites: [String: SuiteState] = [:]
}
