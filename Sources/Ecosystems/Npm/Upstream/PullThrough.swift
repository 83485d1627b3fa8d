import Crypto
import HTTPClient
import Logging
import Posix
import Synchronization
import Time
import Transfer
import Trees

/// A storage that is filled from an upstream as it is asked for.
///
/// One request for each package and each file is under way at a time, whoever asks: clients of the registry, a refresh
/// and a repair all use the same one.
final class PullThrough: Sendable {
    private struct File: Hashable, Sendable {
        let name: PackageName
        let file: TarballFileName
    }

    private let upstream: UpstreamRegistry
    let filler: StorageFiller
    private let notes: AttachmentNotes
    let pool: BlockingPool
    let logger: Logger
    private let clock: WallClock
    /// How long what upstream said is taken for fresh.
    private let maxAge: Duration
    /// Throws where nothing more may be written to the storage.
    private let requireSpace: @Sendable () throws -> Void
    private let lane = ByteLane()
    /// When upstream was asked last of what.
    private let asked = Mutex<[PackageName: Moment]>([:])
    private let documents = SingleFlight<PackageName, Revalidation>()
    private let tarballs = SingleFlight<File, SuppliedTarball>()

    init(
        _ upstream: UpstreamRegistry,
        filler: StorageFiller,
        pool: BlockingPool,
        logger: Logger,
        clock: WallClock,
        maxAge: Duration = .seconds(120),
        requireSpace: @escaping @Sendable () throws -> Void = {}
    ) {
        self.requireSpace = requireSpace
        self.upstream = upstream
        self.filler = filler
        notes = AttachmentNotes(filler, on: pool)
        self.pool = pool
        self.logger = logger
        self.clock = clock
        self.maxAge = maxAge
    }

    /// Where everything comes from.
    var address: UpstreamAddress { upstream.address }

    /// Whether upstream was asked so lately that nothing else is to be expected.
    private func isFresh(_ name: PackageName) -> Bool {
        guard let moment = asked.withLock({ $0[name] }) else { return false }
        let age = clock.now() - moment
        return age >= .zero && age <= maxAge
    }

    private func noteAsked(_ name: PackageName) {
        let now = clock.now()
        asked.withLock { asked in
            // What is forgotten is asked for again.
            if asked.count > 100_000 { asked.removeAll() }
            asked[name] = now
        }
    }
}

extension PullThrough: PackageSupply {
    func requireReachable() async throws { try await upstream.requireReachable() }

    func revalidate(_ name: PackageName) async throws -> Revalidation { try await revalidate(name, knowing: nil) }

    func revalidate(_ name: PackageName, knowing kept: KeptBrief?) async throws -> Revalidation {
        try await documents.run(name) { [self] in
            try await pool.run { [self] in
                // What was moved away meanwhile is asked for again.
                if isFresh(name), try filler.hasDocument(of: name) { return .fresh }
                return try await ask(name, knowing: kept)
            }
        }
    }

    var comparison: UpstreamComparison? { .storage }

    func supply(_ tarball: WantedTarball, of name: PackageName) async throws -> SuppliedTarball {
        try await tarballs.run(File(name: name, file: tarball.file)) { [self] in
            try await pool.run { [self] in try await fetch(tarball, of: name) }
        }
    }

    private func ask(_ name: PackageName, knowing kept: KeptBrief?) async throws -> Revalidation {
        let place = LanePlace(lane)
        defer { place.giveBack() }
        return try await reporting(name.string) {
            try requireSpace()
            // Whether that can be done is no matter of who asks.
            try? await finishBrokenOff(name)
            let (known, before) = try state(of: name, knowing: kept)
            switch try await upstream.packument(name, unless: known, in: place) {
            case .unchanged: break
            case .absent(let cause): return try absence(name, cause)
            case .document(let packument, let validator): try await store(packument, validator, name, before)
            }
            noteAsked(name)
            return .fresh
        }
    }

    /// Removes, or brings to its end, what earlier writes of the package's files began.
    private func finishBrokenOff(_ name: PackageName) async throws {
        try filler.removeLeftovers(of: name)
        for (file, sha1) in try filler.unnoted(of: name) { try await notes.add(file, sha1, of: name) }
    }

    /// By what the upstream knows the state of a document, and the document where it may be held until the answer is there.
    private func state(of name: PackageName, knowing kept: KeptBrief?) throws -> (Validator?, ReadDocument?) {
        if let kept, try filler.identity(of: name).map(kept.isOf) ?? false {
            return (kept.brief.validator(of: filler.uplink), nil)
        }
        guard let document = try filler.read(name) else { return (nil, nil) }
        let isSmall = document.packument.bytes.count <= UpstreamRegistry.small
        return (document.packument.validator(of: filler.uplink), isSmall ? document : nil)
    }

    private func store(
        _ packument: Packument,
        _ validator: Validator,
        _ name: PackageName,
        _ before: ReadDocument?
    ) async throws {
        for version in try await filler.store(packument, validator, of: name, knowing: before) {
            let fields = ["package": name.string, "version": version, "upstream": "\(address)"]
            logger.warning("upstream has another tarball of a version that is here; ours stays", fields)
        }
    }

    /// What it means that upstream has no such package.
    private func absence(_ name: PackageName, _ cause: String) throws -> Revalidation {
        guard let stored = try filler.stored(name) else {
            let hint = "See that it is spelled so; nothing else can be done here"
            return .absent(SupplyError(.gone, name.string, "is not upstream: \(cause)", hint: hint))
        }
        guard UplinkRecord(stored).isForeign else { return .local }
        return .unpublished(cause: "is no longer upstream: \(cause)")
    }

    private func fetch(_ tarball: WantedTarball, of name: PackageName) async throws -> SuppliedTarball {
        let subject = "\(name)/\(tarball.file)"
        return try await reporting(subject) {
            if let size = try filler.size(of: tarball.file, of: name) {
                return SuppliedTarball(size: size, source: "the storage")
            }
            try requireSpace()
            let url = source(of: tarball, name)
            let digest = try await filler.place(tarball, of: name) { file in
                let target = DownloadTarget(file, hashes: tarball.hashes, limit: UpstreamRegistry.largestTarball)
                guard let digest = try await upstream.tarball(subject, at: url, to: target, on: pool).digest else {
                    throw SupplyError(.unavailable, subject, "did not come whole", hint: "Try again")
                }
                return digest
            }
            if let sha1 = digest.sha1 { try await notes.add(tarball.file, sha1, of: name) }
            return SuppliedTarball(size: try filler.size(of: tarball.file, of: name) ?? 0, source: url)
        }
    }

    /// As npm does it: what lies at the public registry is asked of the configured one.
    private func source(of tarball: WantedTarball, _ name: PackageName) -> String {
        let isPublic = ["https://registry.npmjs.org/", "http://registry.npmjs.org/"].contains(
            where: tarball.address.hasPrefix
        )
        return isPublic ? address.tarball(tarball.file, of: name) : tarball.address
    }

    /// Says errors of the disk and of locks in the words of a supply.
    private func reporting<Value>(_ subject: String, _ work: () async throws -> Value) async throws -> Value {
        do {
            return try await work()
        } catch let error as SystemError {
            let hint = "See that the disk is not full, and that the folder is Packferry's to write"
            throw SupplyError(.unsaved, subject, "could not be saved: \(error)", hint: hint)
        } catch let error as TransferError where error.code == .noSpace {
            throw SupplyError(
                .unsaved,
                subject,
                "is not fetched: \(error.sentence)",
                hint: error.hint ?? "Free some space"
            )
        }
    }
}

extension WantedTarball {
    /// SHA-1 is what a storage notes of every file.
    fileprivate var hashes: Set<FileDigest.Kind> {
        integrity?.needsSHA2 == true ? [.sha1, .sha256, .sha384] : [.sha1]
    }
}
