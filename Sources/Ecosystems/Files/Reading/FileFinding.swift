import Posix

/// Something in a folder that stays at home.
struct FileFinding: Hashable, Sendable {
    /// What is wrong.
    enum Kind: String, Sendable, CaseIterable {
        case link
        /// A device, a socket or a pipe.
        case notAFile = "not-a-file"
        /// A file or folder that cannot be read.
        case unreadable
        /// A file that was written to while it was read.
        case changing
        /// A name that no archive can hold.
        case name
    }

    /// Where it lies; `nil` where no path can say.
    let path: RelativePath?
    /// The same as text that is safe to print.
    let shown: String
    let package: String
    let kind: Kind
    /// What was seen, as a clause.
    let detail: String

    init(_ path: RelativePath, _ kind: Kind, _ detail: String) {
        self.path = path
        shown = PathError.printable(path.string)
        package = path.package
        self.kind = kind
        self.detail = detail
    }

    init(shown: String, package: String, _ kind: Kind, _ detail: String) {
        path = nil
        self.shown = PathError.printable(shown)
        self.package = package
        self.kind = kind
        self.detail = detail
    }
}
