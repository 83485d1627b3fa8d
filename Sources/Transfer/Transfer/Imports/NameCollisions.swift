import Posix

/// Names that one file system keeps apart and another takes for the same.
enum NameCollisions {
    /// Throws when two paths differ only in case, or in how an accent is written (Unicode normalisation).
    static func refuse(_ paths: some Sequence<RelativePath>) throws {
        var seen: [String: RelativePath] = [:]
        for path in paths {
            // Strings are equal when they are canonically equivalent, so this holds for either form of an accent.
            guard let other = seen.updateValue(path, forKey: path.string.lowercased()) else { continue }
            throw TransferError(
                .refused,
                path.string,
                "is the same name as \(other) on the file system of the storage, which ignores case",
                hint: "Put the storage on a file system that tells names apart by case"
            )
        }
    }
}
