import JSON
package import Trees

extension RequestedSet {
    /// Reads a file of any kind, told by what is in it.
    ///
    /// Strict about size and depth, tolerant about members that are not known. Throws what is wrong with it, and for a
    /// file of no known kind what is accepted.
    package init(reading bytes: [UInt8]) throws(PackageListError) {
        guard bytes.count <= Self.largestFile else {
            let limit = Self.largestFile >> 20
            throw PackageListError(.tooLarge, "The file", "has more than \(limit) MiB", hint: "Name a lockfile")
        }
        var set = try Self.read(bytes)
        try set.settle()
        self = set
    }

    private static func read(_ bytes: [UInt8]) throws(PackageListError) -> RequestedSet {
        guard let first = bytes.first(where: { !$0.isBlank }) else { throw unknown("is empty") }
        if first == UInt8(ascii: "{") { return try JSONPackageFile(bytes).set() }
        guard let text = String(validating: bytes, as: UTF8.self), !text.utf8.contains(0) else {
            throw unknown("is no text")
        }
        return switch LockfileText(text).kind {
        case .yarn: try YarnLock(text).set()
        case .berry: try BerryLock(bytes).set()
        case .pnpm: try PnpmLock(bytes).set()
        case .list: try PackageList(text).set()
        }
    }

    static func unknown(_ cause: String) -> PackageListError {
        PackageListError(.unknownKind, "The file", cause, hint: accepted)
    }

    /// What is taken.
    private static let accepted =
        "Accepted are package-lock.json, npm-shrinkwrap.json, pnpm-lock.yaml, yarn.lock, package.json, a request of an "
        + "install check, and lines of name@range"
}

/// What a file that is not JSON looks like.
struct LockfileText {
    enum Kind { case yarn, berry, pnpm, list }

    let kind: Kind

    /// Looks at the beginnings of lines, which tell the kinds apart.
    init(_ text: String) {
        func begins(_ start: String) -> Bool { text.hasPrefix(start) || text.contains("\n" + start) }
        kind =
            if begins("lockfileVersion:") {
                .pnpm
            } else if begins("__metadata:") {
                .berry
            } else if begins("# yarn lockfile v1") || begins("  resolved \"") {
                .yarn
            } else {
                .list
            }
    }
}
