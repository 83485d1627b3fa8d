import API
import HTTPMessages
import HTTPServer
import Posix
import Time
import Trees

/// The detail of a package as it is sent: that of one with thousands of versions takes long to make.
///
/// All of it is in the database but what the document of the package says.
struct PackageAnswer: Sendable {
    /// What one is kept under: it holds for as long as that is the same file.
    struct Key: Hashable, Sendable {
        private let repository: String
        /// The bytes of its name: Swift holds texts for one that name two.
        private let package: [UInt8]
        private let document: FileIdentity

        /// Looks which file the document is now; `nil` where that cannot be seen, or where it was written so short a time ago
        /// that it may be written again without its times showing it.
        init?(_ package: String, in repository: Repository, at now: Moment) async {
            guard let document = await repository.answer({ try $0.document(of: package) ?? .absent }),
                document.isSettled(at: now.nanoseconds)
            else { return nil }
            (self.repository, self.package, self.document) = (repository.name, Array(package.utf8), document)
        }
    }

    /// The most that is kept of them, in bytes.
    static let bound = 16 << 20

    private let bytes: [UInt8]
    private let tag: EntityTag

    init(_ detail: PackageDetail) throws {
        bytes = try APICoding.encode(detail)
        tag = EntityTag(of: bytes)
    }

    /// Its bytes, and what is kept beside them.
    var cost: Int { bytes.count + 512 }

    /// The answer, or 304 to who has it already.
    func response(to request: HTTPRequest) throws -> HTTPResponse {
        try HTTPResponse(.ok, .json, bytes).kept(by: tag, for: request)
    }
}

extension Repository {
    /// What the tree says; `nil` where it cannot be asked now, or where its disk does not answer soon.
    func answer<Value: Sendable>(_ ask: @escaping @Sendable (any Tree) throws -> Value) async -> Value? {
        guard await lane.answers(within: .milliseconds(400), noOlderThan: .milliseconds(500)) else { return nil }
        return try? await lane.away { try ask(open().tree) }
    }
}
