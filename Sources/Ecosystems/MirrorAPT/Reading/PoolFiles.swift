package import Posix

/// The files of the pool that several indexes name, each once.
package struct PoolFiles: Sendable {
    private var files: [PackageFile] = []
    /// By path: where in `files`.
    private var places: [RelativePath: Int32] = [:]

    /// Nothing yet.
    package init() {}

    /// How many there are.
    package var count: Int { files.count }

    /// The sum of their sizes in bytes.
    package var bytes: Int64 { files.reduce(0) { $0 + $1.size } }

    /// Adds one that may be known from another index.
    ///
    /// - Throws: `conflict` where one path is to have two contents: whichever lies there, one of the packages is broken.
    package mutating func add(_ file: PackageFile) throws(APTError) {
        guard let place = places[file.path].map(Int.init) else {
            places[file.path] = Int32(files.count)
            return files.append(file)
        }
        let known = files[place]
        guard known != file else { return }
        guard let merged = known.merged(with: file) else { throw Self.conflict(known, file) }
        files[place] = merged
    }

    /// The one at a path, if any index names it.
    package subscript(path: RelativePath) -> PackageFile? { places[path].map { files[Int($0)] } }

    /// All, by their paths.
    package var sorted: [PackageFile] {
        // Paths are quick to move about; files are not.
        places.sorted { $0.key < $1.key }.map { files[Int($0.value)] }
    }

    private static func conflict(_ known: PackageFile, _ file: PackageFile) -> APTError {
        let packages = [known, file].map { "\($0.package) \($0.version)" }.joined(separator: " and ")
        let hint = "The upstream contradicts itself; try again when its indexes were made anew"
        let cause = "is listed with different sizes or digests, for \(packages)"
        return APTError(.conflict, file.path.string, cause, hint: hint)
    }
}
