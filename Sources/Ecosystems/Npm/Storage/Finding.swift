import Posix

/// Something wrong in a storage.
package struct Finding: Hashable, Sendable {
    /// What is wrong.
    package enum Kind: String, Sendable, CaseIterable {
        /// A tarball without a single byte.
        case empty
        /// A tarball whose digest is not the one its version states.
        case mismatch
        /// A name of ours that is a folder, link or device.
        case notAFile = "not-a-file"
        /// A file that cannot be read.
        case unreadable
        /// A tarball that the package's `_attachments` names and that is not there.
        case missing
        /// A tarball that no version names.
        case orphan
        /// A download or write that never ended.
        case halfWritten = "half-written"
        /// A package.json that is no packument.
        case badDocument = "bad-packument"
        /// A package.json that names another package than its folder.
        case wrongName = "wrong-name"
        /// Tarballs in a folder without package.json.
        case noDocument = "no-packument"
        /// Something that does not belong into a storage.
        case stray
    }

    /// The package it is about; empty when it is about none.
    package let package: String
    /// `<name>/<file>` as in snapshots, or the path in the storage where there is no package.
    package let path: String
    package let kind: Kind
    /// What was seen, as a clause.
    package let detail: String

    /// Describes one finding.
    package init(package: String, path: String, kind: Kind, detail: String) {
        self.package = package
        self.path = PathError.printable(path)
        self.kind = kind
        self.detail = detail
    }

    /// Whether a file that was whole before is broken now, so that a snapshot keeps it as held.
    var isBroken: Bool {
        switch kind {
        case .empty, .mismatch, .notAFile, .unreadable, .missing, .badDocument, .wrongName: true
        case .orphan, .halfWritten, .noDocument, .stray: false
        }
    }
}
