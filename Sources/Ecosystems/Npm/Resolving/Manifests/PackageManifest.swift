import Crypto
import Trees

/// What resolving needs of one packument, and nothing else: the versions that can be offered, what each depends on, and
/// what its tarball is.
///
/// It is made to be kept by the ten thousand: a version takes some 30 bytes beside its name and the digest of its
/// tarball, since versions of one package repeat each other's dependencies. Versions that no registry could serve are
/// left out.
package struct PackageManifest: Sendable {
    /// A part of `links`.
    struct List: Hashable, Sendable {
        let start: UInt32
        let count: UInt32

        static let empty = List(start: 0, count: 0)
    }

    /// A dependency: two positions in `texts`.
    struct Link: Hashable, Sendable {
        let name: UInt32
        let spec: UInt32
    }

    /// What many versions have in common.
    struct Shape: Hashable, Sendable {
        /// Without those that are optional too, and without those that the tarball brings itself.
        var dependencies = List.empty
        var optionalDependencies = List.empty
        /// Those that it must not do without.
        var peers = List.empty
        /// A position in `platforms`; `nil` for a version that says nothing of them.
        var platform: UInt32?
        /// The range in `engines.node`: a position in `texts`.
        var node: UInt32?
        var isDeprecated = false
        /// Whether yarn 4 gives it a dependency on `node-gyp` that it does not state.
        var needsNodeGyp = false
        /// Whether its tarball pins what it depends on in an npm-shrinkwrap.json.
        var hasShrinkwrap = false
        /// What stands before the file in the address of the tarball: a position in `texts`.
        var folder: UInt32 = 0
    }

    /// One version.
    struct Row: Sendable {
        let version: UInt32
        let shape: UInt32
        /// Where its tarball is not called as usual, by base name and version, or its address does not end in its name:
        /// a position in `oddities`.
        let oddity: UInt32?
        let digests: Digests
        /// `dist.unpackedSize` in bytes; 0 where it is not said.
        let unpackedSize: UInt64
    }

    /// A tarball whose name and address do not follow from the version: two positions in `texts`.
    struct Oddity: Sendable {
        let file: UInt32
        let address: UInt32
    }

    /// Where the digests of a tarball are kept.
    enum Digests: Sendable {
        case none
        /// A single SHA-512, as most versions have: its number in `sha512`.
        case sha512(UInt32)
        /// Whatever else was stated: its number in `others`.
        case other(UInt32)
    }

    package let name: PackageName
    /// `dist-tags`, those included that name no version that can be offered.
    package private(set) var tags: [String: String]
    let texts: TextPool
    let links: [Link]
    let shapes: [Shape]
    let platforms: [PlatformFields]
    private(set) var rows: [Row]
    let oddities: [Oddity]
    private(set) var sha512: [SHA512Digest]
    private(set) var others: [Integrity]

    /// The same without the digests of tarballs, which are half of it and which choosing versions does not need.
    package func withoutDigests() -> PackageManifest {
        var copy = self
        copy.sha512 = []
        copy.others = []
        return copy
    }

    /// The same with only those versions, by their position, and with a `latest` that is one of them.
    func offering(_ isOffered: (Int) -> Bool) -> PackageManifest {
        var copy = self
        copy.rows = rows.indices.filter(isOffered).map { rows[$0] }
        if let latest = tags["latest"], copy.position(of: latest) != nil { return copy }
        copy.tags["latest"] = RefreshVersions.latest.versions(of: copy, cached: []).first
        return copy
    }

    /// The memory that it holds, in bytes, but for its name and tags.
    var footprint: Int {
        texts.footprint + links.capacity * MemoryLayout<Link>.stride + shapes.capacity * MemoryLayout<Shape>.stride
            + rows.capacity * MemoryLayout<Row>.stride + sha512.capacity * MemoryLayout<SHA512Digest>.stride
            + (others.capacity + platforms.capacity) * MemoryLayout<Integrity>.stride
    }
}

/// The versions of a manifest, by their position in it.
extension PackageManifest {
    /// The member names in `versions` of those that can be offered, in document order.
    package var versions: [String] { rows.map { texts[$0.version] } }

    /// Chooses among them; with `node`, versions whose engines exclude it come last.
    package func pick(node: Semver? = nil) -> ManifestPick {
        let published = rows.map { row in
            let shape = shapes[Int(row.shape)]
            return PublishedVersion(
                key: texts[row.version],
                isDeprecated: shape.isDeprecated,
                node: node == nil ? nil : shape.node.map { texts[$0] }
            )
        }
        return ManifestPick(versions: published, tags: tags, node: node)
    }

    /// The place of a version; `nil` for one that is not offered.
    func position(of version: String) -> Int? { rows.firstIndex { texts[$0.version] == version } }

    /// The key of the version at a position.
    func version(_ position: Int) -> String { texts[rows[position].version] }

    func shape(_ position: Int) -> Shape { shapes[Int(rows[position].shape)] }

    func platform(_ position: Int) -> PlatformFields? { shape(position).platform.map { platforms[Int($0)] } }

    /// The names and specs of a list.
    func entries(_ list: List) -> [(name: String, spec: String)] {
        links[Int(list.start)..<Int(list.start + list.count)].map { (texts[$0.name], texts[$0.spec]) }
    }
}
