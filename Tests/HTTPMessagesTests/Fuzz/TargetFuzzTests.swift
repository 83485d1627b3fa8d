import Foundation
import HTTPMessages
import TestSupport
import Testing

/// Targets that were changed: paths and queries are decoded once, and say nothing that their bytes do not.
///
/// `FuzzRun` says how to let it run for long.
@Suite("Targets of requests", .ends) struct TargetFuzzTests {
    private static let seeds = [
        "/", "/npm/@babel%2fcore", "/npm/@babel/core/-/core-7.26.0.tgz", "/packages?q=a%20b&limit=5&cursor=x%3D%3D",
        "/artifacts/diff-202611210130/download", "*", "http://a:8470/x?y", "/a//b/", "/%E2%82%AC/%f0%9f%93%a6?%C3%A9=+",
        "/imports?allow_unsigned=true&repository=npm&&=", "/jobs/1?wait=60", "/a%2F..%2Fb", "/a/%2e%2e/b", "/?a=b=c&d",
    ]

    @Test("have no part that leads elsewhere, and are written again as they are read")
    func targets() throws {
        for (name, bytes) in try Corpus.inputs("http-target") { check(bytes, name) }
        try FuzzRun("http-target", 5000).each { random in
            var bytes = Array(random.pick(Self.seeds).utf8)
            HTTPMutation.mutate(&bytes, with: &random)
            return bytes
        } try: { input, number in
            check(input, "\(number)")
        }
    }

    private func check(_ input: [UInt8], _ what: String) {
        let target: RequestTarget
        do throws(HTTPSyntaxError) {
            target = try RequestTarget(parsing: input[...])
        } catch {
            #expect(!error.description.isEmpty && error.description.utf8.count < 200, "\(what): \(error)")
            return
        }
        for part in target.segments.flatMap({ $0.split(separator: "/", omittingEmptySubsequences: false) }) {
            let isPlain = part.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "\\") }
            #expect(part != "." && part != ".." && isPlain, "\(what): \(target.segments)")
        }
        expectSame(target, what)
        if target.authority == nil, !target.isAsterisk { expectDecodedOnce(target, what) }
    }

    /// Written again with everything encoded, it is the same.
    private func expectSame(_ target: RequestTarget, _ what: String) {
        guard !target.isAsterisk else { return }
        let path = "/" + target.segments.map(PercentEncoding.encode).joined(separator: "/")
        let query = target.query.map { "\(PercentEncoding.encode($0.name))=\(PercentEncoding.encode($0.value))" }
        let again = try? RequestTarget("\(path)?\(query.joined(separator: "&"))")
        #expect(again?.segments == target.segments && again?.query == target.query, "\(what): \(target.raw)")
    }

    /// As another reader decodes it.
    private func expectDecodedOnce(_ target: RequestTarget, _ what: String) {
        let raw = target.rawPath.dropFirst()
        let parts = raw.isEmpty ? [] : raw.split(separator: "/", omittingEmptySubsequences: false)
        #expect(
            parts.map { String($0).removingPercentEncoding } == target.segments.map(Optional.some),
            "\(what): \(raw)"
        )
        let query =
            target.raw.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false).dropFirst().first ?? ""
        let pairs = query.split(separator: "&").map { pair in
            let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return halves.map { $0.replacing("+", with: " ").removingPercentEncoding } + (halves.count == 1 ? [""] : [])
        }
        #expect(pairs == target.query.map { [$0.name, $0.value] }, "\(what): \(query)")
    }
}
