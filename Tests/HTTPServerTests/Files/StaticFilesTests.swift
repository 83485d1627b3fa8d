import FoundationEssentials
import HTTPMessages
import HTTPServer
import Posix
import TestSupport
import Testing

@Suite("Static files", .temporaryDirectory)
struct StaticFilesTests {
    private func files() throws -> StaticFiles {
        let outside = try Directory(opening: AbsolutePath(TemporaryDirectory.current))
        try AtomicFile.write(Array("secret".utf8), to: RelativePath("secret.txt"), in: outside)
        try outside.makeDirectories(RelativePath("Public/js/.git"))
        let root = try outside.subdirectory(RelativePath("Public"))
        try AtomicFile.write(Array("<!doctype html>".utf8), to: RelativePath("index.html"), in: root)
        try AtomicFile.write(Array("export {}".utf8), to: RelativePath("js/app.js"), in: root)
        try AtomicFile.write(Array("x".utf8), to: RelativePath("js/.git/config"), in: root)
        try AtomicFile.write(Array("x".utf8), to: RelativePath(".env"), in: root)
        try AtomicFile.write(Array("x".utf8), to: RelativePath("data.unknown"), in: root)
        let path = "\(TemporaryDirectory.current)/Public"
        try FileManager.default.createSymbolicLink(atPath: "\(path)/link.txt", withDestinationPath: "../secret.txt")
        try FileManager.default.createSymbolicLink(atPath: "\(path)/folder", withDestinationPath: "..")
        return StaticFiles(root)
    }

    private func respond(_ path: String, _ fields: HTTPFields = [:]) throws -> HTTPResponse {
        try files().respond(to: HTTPRequest(.GET, RequestTarget("/"), fields: fields), path: path)
    }

    @Test(
        "a file has the type of its extension and a validator",
        arguments: [
            ("index.html", "text/html; charset=utf-8"),
            ("js/app.js", "text/javascript; charset=utf-8"),
            ("data.unknown", "application/octet-stream"),
        ]
    )
    func types(path: String, type: String) throws {
        let response = try respond(path)
        #expect(response.status == .ok)
        #expect(response.fields[.contentType] == type)
        #expect(response.fields[.cacheControl] == "no-cache")
        #expect(response.fields[.etag].flatMap { EntityTag(parsing: $0) }?.isWeak == false)
        #expect(response.fields.contains(.lastModified))
    }

    @Test(
        "nothing else can be reached",
        arguments: [
            "", "nothing.html", "js", "js/", "/index.html", "../secret.txt", "js/../../secret.txt", "link.txt",
            "folder/secret.txt", "folder", ".env", "js/.git/config", "./index.html", "index.html/", "index.html/x",
            "js//app.js", "index.html.", "a\u{0}b", "js\\app.js",
        ]
    )
    func refused(path: String) throws {
        let error = #expect(throws: HTTPServerError.self) { try respond(path) }
        #expect(error?.code == .notFound)
    }

    @Test("a replaced file has another validator")
    func replaced() throws {
        let files = try files()
        let request = try HTTPRequest(.GET, RequestTarget("/"))
        let first = try files.respond(to: request, path: "index.html").fields[.etag]
        let root = try Directory(opening: AbsolutePath("\(TemporaryDirectory.current)/Public"))
        try AtomicFile.write(Array("<!DOCTYPE html>".utf8), to: RelativePath("index.html"), in: root)
        let second = try files.respond(to: request, path: "index.html").fields[.etag]
        #expect(first != nil && first != second)
    }

    @Test("a copy that is still good is not sent again")
    func unchanged() throws {
        let files = try files()
        let first = try files.respond(to: HTTPRequest(.GET, RequestTarget("/")), path: "index.html")
        let tag = try #require(first.fields[.etag])
        let request = try HTTPRequest(.GET, RequestTarget("/"), fields: [.ifNoneMatch: tag])
        #expect(try files.respond(to: request, path: "index.html").status == .notModified)
    }
}
