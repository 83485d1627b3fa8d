import Foundation

/// Archives of real storages, as `PACKFERRY_DATA` names their folder.
enum SampleData {
    /// Unpacks an archive, or one folder of it, into a folder.
    static func unpack(_ name: String, _ member: String? = nil, into folder: String) async throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let arguments = ["--zstd", "--no-same-owner", "-xf", try path(of: name), "-C", folder]
        let tar = try Executable.needed("tar")
        try await tar.run(arguments + [member].compactMap(\.self), in: folder).succeeded()
    }

    /// The beginning of an archive's SHA-512.
    static func digest(of name: String) async throws -> String {
        let sums = try await Executable.needed("sha512sum").run([path(of: name)], in: "/tmp").succeeded()
        return String(sums.output.prefix(16))
    }

    private static func path(of name: String) throws -> String {
        guard let folder = Conditions.sampleData else {
            throw MissingProgram(description: "PACKFERRY_DATA names no folder")
        }
        return "\(folder)/\(name).tar.zst"
    }
}
