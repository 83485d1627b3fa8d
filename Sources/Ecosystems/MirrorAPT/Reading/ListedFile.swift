package import Posix

/// A file as a list describes it.
package struct ListedFile: Hashable, Sendable {
    /// Relative to what the list is about: the folder of the Release, or the root of the archive.
    package let path: RelativePath
    /// In bytes.
    package let size: Int64
    package let digests: ListedDigests

    package init(path: RelativePath, size: Int64, digests: ListedDigests) {
        self.path = path
        self.size = size
        self.digests = digests
    }

    /// Both descriptions of one path together; `nil` where they contradict each other.
    package func merged(with other: ListedFile) -> ListedFile? {
        guard size == other.size, let digests = digests.merged(with: other.digests) else { return nil }
        return ListedFile(path: path, size: size, digests: digests)
    }

    /// Where it lies by its digests (`by-hash/SHA256/…` beside it), weakest algorithm first.
    package var pathsByHash: [RelativePath] {
        digests.all.compactMap { digest in
            let name = "by-hash/\(digest.algorithm.rawValue)/\(digest.hex)"
            guard let folder = path.parent else { return try? RelativePath(name) }
            return try? folder.appending(name)
        }
    }
}
