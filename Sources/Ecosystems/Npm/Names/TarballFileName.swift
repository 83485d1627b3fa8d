package import Posix

/// The name of a package's tarball in its folder: one visible component that ends in `.tgz`.
///
/// It is what follows the last slash of `dist.tarball`, never made from name and version, so any byte a
/// `RelativePath` takes may occur in it.
package struct TarballFileName: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The name as a path within the package's folder.
    package let path: RelativePath

    /// Checks `text`.
    package init(_ text: String) throws(NameError) {
        guard text.utf8.suffix(4).elementsEqual(".tgz".utf8), text.utf8.count > 4,
            let path = try? RelativePath(text), !text.utf8.contains(UInt8(ascii: "/")),
            text.utf8.first != UInt8(ascii: ".")
        else { throw NameError(name: text, rule: .notTarball) }
        self.path = path
    }

    /// The name as text.
    package var string: String { path.string }

    package var description: String { string }

    package static func < (left: TarballFileName, right: TarballFileName) -> Bool { left.path < right.path }
}
