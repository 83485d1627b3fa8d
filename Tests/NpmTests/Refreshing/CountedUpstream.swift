import Crypto
import HTTPMessages
import HTTPServer
import JSON
import Logging
import Posix
import Synchronization
import TestSupport

@testable import Npm

/// A registry on loopback with packages `p0`, `p1` and so on, which makes up its answers, and a storage that knows most.
final class CountedUpstream: Sendable {
    /// What it does wrong with a package.
    enum Fault: CaseIterable, Sendable {
        case page, broken, cutOff, otherBytes, refused, missing

        /// What is said of it.
        var words: String {
            switch self {
            case .page: "was answered with a page"
            case .broken: "answers 500"
            case .cutOff: "the answer broke off"
            case .otherBytes: "is not the file that its version states"
            case .refused: "answers 403"
            case .missing: "answers 404"
            }
        }

        /// Whether it happens to the tarball and not to the document.
        var isOfTarball: Bool { [.cutOff, .otherBytes, .missing].contains(self) }
    }

    let changed: Set<String>
    let faulty: [String: Fault]
    private let packages: Int
    private let counts = Mutex((documents: 0, tarballs: 0))

    /// Of so many packages, some have 1.1.0 beside 1.0.0, and some of those are answered wrong.
    init(packages: Int, changed: Int, faults: Int = 0) {
        self.packages = packages
        let chosen = (0..<packages).shuffled().prefix(changed).map { "p\($0)" }
        self.changed = Set(chosen)
        faulty = Dictionary(
            uniqueKeysWithValues: chosen.prefix(faults).enumerated().map { index, name in
                (name, Fault.allCases[index % Fault.allCases.count])
            }
        )
    }

    /// How often documents and tarballs were asked for.
    var asked: (documents: Int, tarballs: Int) { counts.withLock { $0 } }

    /// Runs it while `body` runs with its address.
    func serving(_ body: @Sendable (String) async throws -> Void) async throws {
        let configuration = HTTPServerConfiguration(addresses: [.loopback(port: 0)], limits: .patient)
        let server = try HTTPServer(configuration, logger: Logger(label: "http", sink: .none)) { [self] request in
            answer(request)
        }
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await server.run() }
            defer { tasks.cancelAll() }
            try await body("http://\(server.addresses[0])")
        }
    }

    /// A storage as it was filled from here before anything changed.
    func side(at url: String) async throws -> StorageFixture {
        let side = try await StorageFixture("near")
        var document = TestPackage("NAME", "1.0.0").document(at: url)
        document.set("_uplinks", "upstream", ["etag": "\"1\"", "fetched": 1])
        document.set("_distfiles", "NAME-1.0.0.tgz", ["url": .string("\(url)/NAME/-/NAME-1.0.0.tgz")])
        document.set("_attachments", "NAME-1.0.0.tgz", ["shasum": .string(SHA1.hash(Array("1.0.0".utf8)).hex)])
        let parts = String(decoding: document.encoded(), as: UTF8.self).split(separator: "NAME")
        for name in (0..<packages).map({ "p\($0)" }) {
            try side.write("\(name)/package.json", parts.joined(separator: name))
            try side.write("\(name)/\(name)-1.0.0.tgz", "1.0.0")
        }
        return side
    }

    private func answer(_ request: HTTPRequest) -> HTTPResponse {
        let parts = request.target.rawPath.split(separator: "/")
        let name = parts.first.map(String.init) ?? ""
        let isTarball = parts.count > 1
        if name != "-" { counts.withLock { if isTarball { $0.tarballs += 1 } else { $0.documents += 1 } } }
        if let fault = faulty[name], fault.isOfTarball == isTarball { return Self.wrong(fault) }
        if isTarball { return HTTPResponse(.ok, .octetStream, Array("1.1.0".utf8)) }
        let isChanged = changed.contains(name)
        let tag = isChanged ? "\"2\"" : "\"1\""
        guard request.fields[.ifNoneMatch] != tag else { return HTTPResponse(.notModified, fields: [.etag: tag]) }
        let host = "http://\(request.fields[.host] ?? "")"
        var response = TestPackage(name, "1.0.0", "1.1.0").response(at: host)
        response.fields[.etag] = tag
        return response
    }

    private static func wrong(_ fault: Fault) -> HTTPResponse {
        switch fault {
        case .page: HTTPResponse(.ok, fields: [.contentType: "text/html"], body: .bytes(Array("<html>".utf8)))
        case .broken: HTTPResponse(.internalServerError)
        case .refused: HTTPResponse(.forbidden)
        case .missing: HTTPResponse(.notFound)
        case .otherBytes: HTTPResponse(.ok, .octetStream, Array("other".utf8))
        case .cutOff:
            HTTPResponse(
                .ok,
                fields: [.contentLength: "5"],
                body: .stream { writer in try await writer.write(Array("1.".utf8)) }
            )
        }
    }
}
