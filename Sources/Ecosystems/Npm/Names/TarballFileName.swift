package import Posix

/// The name of a package's tarball in its folder: one visible component that is not the name of something else.
///
/// It is what follows the last slash of `dist.tarball`, never made from name and version, so any byte a
/// `RelativePath` takes may occur in it. Most end in `.tgz`; others are tarballs only because a version names them.
package struct TarballFileName: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The name as a path within the package's folder.
    package let path: RelativePath

    /// Checks `text`.
    package init(_ text: String) throws(NameError) {
        guard let path = try? RelativePath(text), !text.utf8.contains(UInt8(ascii: "/")),
            text.utf8.first != UInt8(ascii: "."), text != ".tgz", !Self.isOfRegistry(text)
        else { throw NameError(name: text, rule: .notTarball) }
        self.path = path
    }

    /// Takes back the path of what was a name, and was nowhere but in this program's own hands since.
    init(packed path: RelativePath) { self.path = path }

    /// The name as text.
    package var string: String { path.string }

    package var description: String { string }

    /// Whether it is a tarball's name on its own, as the public registry writes them.
    package var isPlain: Bool { string.utf8.suffix(4).elementsEqual(".tgz".utf8) }

    package static func < (left: TarballFileName, right: TarballFileName) -> Bool { left.path < right.path }
}

/// Names that a registry gives what is no tarball.
extension TarballFileName {
    /// Whether a name is that of a packument, of what is still being written, or one of ours.
    private static func isOfRegistry(_ text: String) -> Bool {
        // None of these ends like most tarballs do.
        if text.utf8.suffix(4).elementsEqual(".tgz".utf8) { return false }
        return text == "package.json" || text.hasSuffix(".packferry") || isBackup(text) || isUnfinished(text)
    }

    /// What `tar --backup=numbered` makes of a packument when somebody unpacks an archive by hand: `package.json.~1~`.
    static func isBackup(_ name: String) -> Bool {
        guard name.hasPrefix("package.json.~"), name.hasSuffix("~") else { return false }
        let digits = name.dropFirst(14).dropLast().utf8
        return !digits.isEmpty && digits.allSatisfy { (0x30...0x39).contains($0) }
    }

    /// Verdaccio's temporary files and locks: `f.tgz.tmp-123`, `package.json.tmp123`, `package.json.lock`.
    static func isUnfinished(_ name: String) -> Bool {
        if name.utf8.suffix(4).elementsEqual(".tgz".utf8) { return false }
        if name.hasSuffix(".lock") { return true }
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count > 1, let last = parts.last, last.hasPrefix("tmp") else { return false }
        let rest = last.dropFirst(3)
        let digits = rest.first == "-" ? rest.dropFirst() : rest
        return !digits.isEmpty && digits.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }
}
