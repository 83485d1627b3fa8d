import Trees

/// What somebody wants to be able to install: the content of a lockfile, a package.json, a list or a request.
package struct RequestedSet: Sendable {
    /// What such a set is read from.
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        /// npm's package-lock.json and npm-shrinkwrap.json, versions 1 to 3.
        case packageLock = "package-lock.json"
        /// pnpm-lock.yaml, versions 5.4, 6 and 9.
        case pnpmLock = "pnpm-lock.yaml"
        /// yarn.lock as yarn 1 writes it.
        case yarnLock = "yarn.lock"
        /// yarn.lock as yarn 2 and later write it.
        case berryLock = "yarn.lock of yarn 2 or later"
        case packageJSON = "package.json"
        /// Lines of `name@range`.
        case list = "list of packages"
        /// What an install check wrote (docs/formats/request.md).
        case request = "packferry.request/1"
    }

    /// One version that is named as such.
    package struct Pin: Sendable {
        package let name: PackageName
        package let version: String
        /// The digests that its tarball must have; `nil` where none is said that can be checked.
        package internal(set) var integrity: Integrity?
        /// The same as it was written.
        package internal(set) var integrityText: String?
        /// The name of its tarball, where an address says it.
        var file: TarballFileName?
        /// The host of that address, with its port.
        var host: String?
        /// What it says itself of the platforms that it is for.
        var platform: PlatformFields?

        init(_ name: PackageName, _ version: String) {
            self.name = name
            self.version = version
        }
    }

    /// A package by what a person would write.
    package struct Wish: Hashable, Sendable {
        /// The name of the dependency, be it one that a package can have or not.
        package let name: String
        package let spec: String
        package let isOptional: Bool
    }

    /// Something that no registry serves.
    package struct Elsewhere: Hashable, Sendable {
        package let name: String
        package let spec: String
        package let origin: Closure.Origin
    }

    package let kind: Kind
    /// The versions that are named, each once.
    package internal(set) var pins: [Pin] = []
    package internal(set) var wishes: [Wish] = []
    package internal(set) var elsewhere: [Elsewhere] = []
    /// Whether the tarballs of other platforms are needed as well: yarn 1 fetches all that its lockfile names.
    package internal(set) var includesOtherPlatforms = false

    init(_ kind: Kind) { self.kind = kind }
}

extension RequestedSet {
    /// The most bytes that a file may have: several times what the largest projects write.
    package static let largestFile = 16 << 20
    /// The most packages that it may name.
    static let mostPackages = 200_000

    /// Each version once, by name and version; more than any project has are refused.
    mutating func settle() throws(PackageListError) {
        guard pins.count + wishes.count <= Self.mostPackages else {
            throw PackageListError(
                .tooLarge,
                kind.rawValue,
                "names more than \(Self.mostPackages) packages",
                hint: "Split it"
            )
        }
        pins.sort { ($0.name, $0.version) < ($1.name, $1.version) }
        var settled: [Pin] = []
        for pin in pins {
            if let last = settled.last, last.name == pin.name, last.version == pin.version {
                settled[settled.count - 1].join(pin)
            } else {
                settled.append(pin)
            }
        }
        pins = settled
    }
}

extension RequestedSet.Pin {
    /// Takes over what only the other one says.
    fileprivate mutating func join(_ other: RequestedSet.Pin) {
        if integrity == nil { (integrity, integrityText) = (other.integrity, other.integrityText) }
        file = file ?? other.file
        host = host ?? other.host
        // Named once without a limit, it is needed everywhere.
        if other.platform == nil { platform = nil }
    }

    /// Takes the text of a lockfile's `integrity`.
    mutating func state(integrity text: String) {
        guard let read = Integrity(integrity: ArraySlice(text.utf8), shasum: []) else { return }
        (integrity, integrityText) = (read, text)
    }
}
