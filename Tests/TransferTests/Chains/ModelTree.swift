/// A file of a text tree, as models name it: that of a version, or the front.
struct ModelFile: Hashable, Comparable, Sendable {
    let package: String
    let version: String

    static let front = ModelFile(package: TextTree.frontName, version: "")

    var path: String { self == .front ? TextTree.frontName : "\(package)/\(version).bin" }

    static func < (left: ModelFile, right: ModelFile) -> Bool { left.path < right.path }
}

/// The lines of an index: the content of each version's file, whatever lies there.
typealias ModelIndex = [String: String]

/// A text tree in plain values, contents and all.
struct ModelTree: Equatable, Sendable {
    var files: [ModelFile: String] = [:]
    var indexes: [String: ModelIndex] = [:]

    mutating func publish(_ file: ModelFile, _ content: String) {
        files[file] = content
        if file != .front { indexes[file.package, default: [:]][file.version] = content }
    }

    /// Takes file and line away, and the package with the last of them.
    mutating func remove(_ file: ModelFile) {
        files[file] = nil
        indexes[file.package]?[file.version] = nil
        let isEmpty = indexes[file.package]?.isEmpty ?? true
        if isEmpty, files(of: file.package).isEmpty { indexes[file.package] = nil }
    }

    func line(of file: ModelFile) -> String? { indexes[file.package]?[file.version] }

    /// Whether a file is what its line says; nothing speaks against one without.
    func isIntact(_ file: ModelFile) -> Bool { line(of: file).map { $0 == files[file] } ?? true }

    func files(of package: String) -> [ModelFile] { files.keys.filter { $0.package == package }.sorted() }

    /// The versions that are listed and whose file is what the line says.
    func versions(of package: String) -> Set<String> {
        let lines = indexes[package] ?? [:]
        return Set(lines.filter { files[ModelFile(package: package, version: $0.key)] == $0.value }.keys)
    }
}
