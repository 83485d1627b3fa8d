import CShims
import Glibc

extension Directory {
    /// Makes a folder in `/tmp` that only this user can enter, and removes it with all that is in it after `body`.
    package static func withTemporary<T>(_ body: (Directory) throws -> T) throws -> T {
        let folder = try temporary()
        defer { try? folder.vanish() }
        return try body(folder)
    }

    /// The same for work that waits.
    package static func withTemporary<T>(_ body: (Directory) async throws -> T) async throws -> T {
        let folder = try temporary()
        defer { try? folder.vanish() }
        return try await body(folder)
    }

    private static func temporary() throws -> Directory {
        var template = Array("/tmp/packferry-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw SystemError(operation: "make folder", path: "/tmp", errno: .last)
        }
        let path = template.dropLast().map { UInt8(bitPattern: $0) }
        return try Directory(opening: AbsolutePath(String(decoding: path, as: UTF8.self)))
    }

    private func vanish() throws {
        let name = try RelativePath(path.lastComponent)
        try Directory(opening: path.parent).removeAll(name)
    }
}
