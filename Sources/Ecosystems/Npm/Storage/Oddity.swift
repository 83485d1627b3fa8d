import Posix

/// Something in a storage that is no package that can be read.
struct Oddity: Sendable, Equatable {
    let kind: NpmFinding
    /// In the storage, as it was seen.
    let path: String
    /// A clause to follow the path.
    let detail: String

    /// What lies beside the packages.
    static func stray(_ path: String, _ kind: FileKind = .regular) -> Oddity {
        Oddity(kind: .stray, path: path, detail: kind.oddness ?? "belongs to no package")
    }

    /// A link in the place of a folder.
    static func link(_ path: String) -> Oddity {
        let cure = "mount its target there (mount --bind), or name a folder for it with packages.*.storage"
        return Oddity(kind: .link, path: path, detail: "\(FileKind.notFollowed): \(cure)")
    }

    /// An entry of which the system does not say what it is: it may be a folder full of packages.
    static func unknown(_ path: String, _ errno: Errno) -> Oddity {
        Oddity(kind: .closed, path: path, detail: "cannot be looked at (\(errno))")
    }

    /// A folder that this process may not, or cannot, look into.
    static func closed(_ path: String, _ errno: Errno) -> Oddity {
        let isPermission = SystemError(operation: "enter", path: path, errno: errno).isPermission
        let cure = isPermission ? ": give it to the user that Packferry runs as" : ""
        return Oddity(kind: .closed, path: path, detail: "cannot be entered (\(errno))\(cure)")
    }
}

extension FileKind {
    /// What is said of every link.
    static let notFollowed = "is a symbolic link, which is not followed"

    /// What it is, where a plain file was expected; `nil` for a plain file.
    var oddness: String? {
        switch self {
        case .regular: nil
        case .directory: "is a folder"
        case .link: Self.notFollowed
        case .other: "is a device, a socket or a pipe"
        case .unknown(let errno): "cannot be looked at (\(errno))"
        }
    }
}
