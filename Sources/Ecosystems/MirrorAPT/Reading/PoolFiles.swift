package import Posix

/// The files of the pool that several indexes name, each once.
package struct PoolFiles: Sendable {
    private var files: [RelativePath: PackageFile] = [:]

    /// Nothing yet.
    package init() {}

    /// How many there are.
    package var count: Int { files.count }

    /// The sum of their sizes in bytes.
    package var bytes: Int64 { files.values.reduce(0) { $0 + $1.size } }

    /// Adds one that may be known from another index.
    ///
    /// - Throws: `conflict` where one path is to have two contents: whichever lies there, one of the packages is broken.
    package mutating func add(_ file: PackageFile) throws(APTError) {
        guard let known = files[file.path] else { return files[file.path] = file }
        guard known != file else { return }
        guard let merged = known.merged(with: file) else {
            let packages = "\(known.package) \(known.version) and \(file.package) \(file.version)"
            throw APTError(
                .conflict,
                file.path.string,
                "is listed with different sizes or digests, for \(packages)",
                hint: "The upstream contradicts itself; try again when its indexes were made anew"
            )
        }
        files[file.path] = merged
    }

    /// The one at a path, if any index names it.
    package subscript(path: RelativePath) -> PackageFile? { files[path] }

    /// All, by their paths.
    package var sorted: [PackageFile] { files.values.sorted { $0.path < $1.path } }
}
