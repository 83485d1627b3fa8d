import Crypto
import JSON

extension PackageManifest {
    /// Reduces a packument; throws `ClosureError` for one that would take more memory than any package needs.
    package init(_ packument: Packument, limits: ManifestLimits = .standard) throws(ClosureError) {
        guard packument.versions.count <= limits.versions else {
            throw .tooLarge(packument.name, "has more than \(limits.versions) versions")
        }
        var reduction = Reduction(packument)
        for version in packument.versions where version.problem == nil {
            reduction.take(version)
            try limits.check(links: reduction.links.count, text: reduction.texts.byteCount, of: packument.name)
        }
        self = reduction.finish()
    }
}

/// How much one package may have: more than ten times what the greatest known ones do.
package struct ManifestLimits: Hashable, Sendable {
    package var versions = 200_000
    /// Dependencies, those that versions repeat counted once.
    package var links = 4_000_000
    /// Bytes of names, ranges, versions and addresses, each counted once.
    package var text = 64 << 20

    /// The bounds that hold where nobody asks for others.
    package static let standard = ManifestLimits()

    package init() {}

    fileprivate func check(links: Int, text: Int, of package: PackageName) throws(ClosureError) {
        guard links <= self.links else { throw .tooLarge(package, "has more than \(self.links) dependencies") }
        guard text <= self.text else {
            throw .tooLarge(package, "has more than \(self.text) bytes of names and ranges")
        }
    }
}

/// One run over the versions of a document.
private struct Reduction {
    private let packument: Packument
    private(set) var texts = TextInterning()
    private(set) var links: [PackageManifest.Link] = []
    private var lists: [[PackageManifest.Link]: PackageManifest.List] = [:]
    private var shapes: [PackageManifest.Shape] = []
    private var shapePositions: [PackageManifest.Shape: UInt32] = [:]
    private var platforms: [PlatformFields] = []
    private var rows: [PackageManifest.Row] = []
    private var oddities: [PackageManifest.Oddity] = []
    private var sha512: [SHA512Digest] = []
    private var others: [Integrity] = []

    init(_ packument: Packument) { self.packument = packument }

    mutating func take(_ version: PackumentVersion) {
        guard let dist = version.dist else { return }
        let stated = packument.statements(of: version)
        let (folder, oddity) = tarball(dist, of: version.version)
        rows.append(
            PackageManifest.Row(
                version: texts.position(of: version.version),
                shape: position(of: shape(version, stated, folder: folder)),
                oddity: oddity,
                digests: digests(dist),
                unpackedSize: stated.unpackedSize
            )
        )
    }

    consuming func finish() -> PackageManifest {
        PackageManifest(
            name: packument.name,
            tags: Dictionary(packument.tags.map { ($0.tag, $0.version) }) { first, _ in first },
            texts: texts.finish(),
            links: links.trimmed,
            shapes: shapes.trimmed,
            platforms: platforms,
            rows: rows.trimmed,
            oddities: oddities,
            sha512: sha512.trimmed,
            others: others
        )
    }

    private mutating func shape(
        _ version: PackumentVersion,
        _ stated: VersionStatements,
        folder: UInt32
    ) -> PackageManifest.Shape {
        let optional = packument.entries(version.optionalDependencies)
        let dependencies = packument.entries(version.dependencies)
        let brought = packument.bundled(stated.bundled, among: dependencies + optional)
        let left = Set(optional.map(\.name)).union(brought)
        return PackageManifest.Shape(
            dependencies: list(dependencies.filter { !left.contains($0.name) }),
            optionalDependencies: list(optional.filter { !brought.contains($0.name) }),
            peers: list(packument.neededPeers(stated).filter { !brought.contains($0.name) }),
            platform: version.truePlatform.map { position(of: $0) },
            node: packument.node(stated).map { texts.position(of: $0) },
            isDeprecated: version.isDeprecated,
            needsNodeGyp: packument.needsNodeGyp(stated, beside: dependencies),
            hasShrinkwrap: stated.hasShrinkwrap,
            folder: folder
        )
    }

    private mutating func list(_ entries: [(name: String, text: String)]) -> PackageManifest.List {
        guard !entries.isEmpty else { return .empty }
        let found = entries.map { entry in
            PackageManifest.Link(name: texts.position(of: entry.name), spec: texts.position(of: entry.text))
        }
        if let known = lists[found] { return known }
        let list = PackageManifest.List(start: UInt32(links.count), count: UInt32(found.count))
        links += found
        lists[found] = list
        return list
    }

    private mutating func position(of shape: PackageManifest.Shape) -> UInt32 {
        if let known = shapePositions[shape] { return known }
        shapes.append(shape)
        shapePositions[shape] = UInt32(shapes.count - 1)
        return UInt32(shapes.count - 1)
    }

    private mutating func position(of platform: PlatformFields) -> UInt32 {
        if let known = platforms.lastIndex(of: platform) { return UInt32(known) }
        platforms.append(platform)
        return UInt32(platforms.count - 1)
    }

    /// Where the address ends in the usual name, what stands before that; else the number of the oddity.
    private mutating func tarball(_ dist: Distribution, of version: String) -> (folder: UInt32, oddity: UInt32?) {
        let address = packument.string(dist.tarball) ?? ""
        let usual = PackageManifest.usualFile(packument.name, version)
        // By bytes: what is left of the address and the usual name are put together again later.
        let folder = address.utf8.dropLast(usual.utf8.count)
        let file = address.utf8.suffix(usual.utf8.count)
        if dist.file.string == usual, folder.last == UInt8(ascii: "/"), file.elementsEqual(usual.utf8) {
            return (texts.position(of: String(decoding: folder, as: UTF8.self)), nil)
        }
        let name = texts.position(of: dist.file.string)
        oddities.append(PackageManifest.Oddity(file: name, address: texts.position(of: address)))
        return (texts.position(of: ""), UInt32(oddities.count - 1))
    }

    private mutating func digests(_ dist: Distribution) -> PackageManifest.Digests {
        guard let integrity = packument.integrity(of: dist) else { return .none }
        if let only = integrity.onlySHA512 {
            sha512.append(only)
            return .sha512(UInt32(sha512.count - 1))
        }
        others.append(integrity)
        return .other(UInt32(others.count - 1))
    }
}
