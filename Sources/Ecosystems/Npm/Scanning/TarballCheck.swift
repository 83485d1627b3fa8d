import JSON
import Posix
import Trees

/// Looks at one tarball of a storage and at what its package says of it, both as they are now.
struct TarballCheck {
    private let collector: Collector
    private let inspector: TarballInspector

    /// One belongs to one thread at a time.
    init(_ collector: Collector) throws {
        self.collector = collector
        inspector = try TarballInspector()
    }

    /// The tarball as its package wants it; `nil` where no version names it.
    ///
    /// Throws where the package's document cannot be used.
    func wanted(_ file: TarballFileName, of name: PackageName, _ version: String?) throws -> Wanted? {
        guard let packument = try collector.packument(of: name) else { return nil }
        let candidates = packument.versions.filter { $0.problem == nil && $0.dist?.file == file }
        guard let chosen = candidates.first(where: { $0.version == version }) ?? candidates.first,
            let dist = chosen.dist
        else { return nil }
        let address = packument.bytes.text((dist.tarball.lowerBound + 1)..<(dist.tarball.upperBound - 1))
        let tarball = WantedTarball(
            file: file,
            address: String(decoding: address, as: UTF8.self),
            integrity: packument.integrity(of: dist)
        )
        return Wanted(tarball: tarball, package: name, version: chosen.version)
    }

    /// What is to be said of a tarball as it is now; `nil` where it is not there.
    func judgement(of wanted: Wanted) throws -> TarballJudgement? {
        let location = try location(of: wanted)
        guard let info = try collector.root.info(location) else { return nil }
        let integrity = wanted.tarball.integrity
        let (digests, content) = try inspector.inspect(
            collector.root.open(location),
            size: info.size,
            withSHA1: integrity?.needsSHA1 ?? false,
            withSHA2: integrity?.needsSHA2 ?? false
        )
        let proof = integrity.map { $0.fits(digests) ? TarballJudgement.Proof.fits : .differs } ?? .unstated
        let claim = TarballJudgement.Claim(package: wanted.package, version: wanted.version, proof: proof)
        return TarballJudgement(claim, size: info.size, content: content)
    }

    /// Where it lies, or should.
    func location(of wanted: Wanted) throws -> RelativePath {
        try collector.layout.folder(of: wanted.package).appending(wanted.tarball.file.string)
    }

    /// Which file it is now; `nil` where it is not there.
    func identity(of wanted: Wanted) throws -> FileIdentity? {
        try collector.root.info(location(of: wanted)).map(FileIdentity.init)
    }

    /// A tarball that a version names.
    struct Wanted {
        let tarball: WantedTarball
        let package: PackageName
        let version: String
    }
}
