import Time

/// How people speak of archives.
extension Manifest {
    /// The archive: `diff-202611210130`, or when it was built where nobody wrote down what it was called.
    var title: String { name ?? "the archive of \(created.text(.seconds))" }

    /// What it starts from: `diff-202611210130`, or a snapshot; `nil` for a full one.
    package var baseTitle: String? { base.map { baseArchive?.name ?? "snapshot \($0)" } }
}
