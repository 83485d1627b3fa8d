package import Crypto
package import Posix

/// A file of the pool as an index describes it, with the package it belongs to.
///
/// Kept small: a suite has some sixty thousand.
package struct PackageFile: Hashable, Sendable {
    /// Relative to the root of the archive, as `Filename` or `Directory` have it.
    package let path: RelativePath
    /// In bytes.
    package let size: Int64
    /// At least one of both is there.
    package let sha256: SHA256Digest?
    package let sha512: SHA512Digest?
    package let package: String
    package let version: String
    /// `source` for the files of source packages.
    package let architecture: String

    init(_ file: ListedFile, package: String, version: String, architecture: String) {
        path = file.path
        size = file.size
        sha256 = file.digests.sha256
        sha512 = file.digests.sha512
        self.package = package
        self.version = version
        self.architecture = architecture
    }

    /// What a list of its digests says.
    package var listed: ListedFile {
        ListedFile(path: path, size: size, digests: ListedDigests(sha256: sha256, sha512: sha512))
    }

    /// Both descriptions of one path together; `nil` where they contradict each other.
    package func merged(with other: PackageFile) -> PackageFile? {
        listed.merged(with: other.listed).map {
            PackageFile($0, package: package, version: version, architecture: architecture)
        }
    }
}
