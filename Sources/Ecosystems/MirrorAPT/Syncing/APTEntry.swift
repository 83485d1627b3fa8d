import Blobs
import Crypto
import HTTPClient
import Mirrors
import Posix
import Time
import Trees

/// The files by which clients of a suite begin, as upstream has them now: fetched, verified, and the same text all three.
struct APTEntry: Sendable {
    let release: Release
    /// `InRelease`, `Release` and `Release.gpg`, as far as upstream has them.
    let files: [(path: RelativePath, blob: Blob)]
    let state: SuiteState
}

/// Asks an upstream for the Release of one suite.
struct APTEntryReader {
    /// No Release is longer.
    private static let limit = 64 << 20
    /// How often the three files are asked for until they agree, and how long is waited in between.
    private static let attempts = 4
    private static let pause = Duration.seconds(2)
    /// How far ahead of ours the clock of whoever made a Release may be.
    private static let haste = Duration.seconds(24 * 3600)

    let suite: APTSuite
    let upstream: MirrorUpstream
    /// `nil` where unsigned repositories are taken.
    let signatures: SignatureCheck?
    let clock: WallClock

    /// Whether upstream says that nothing changed.
    func isUnchanged(since state: SuiteState) async throws -> Bool {
        let path = try suite.path(of: state.name).string
        guard state.etag != nil || state.lastModified != nil else { return false }
        guard case .bytes(let bytes, _) = try await upstream.read(path, limit: Self.limit, unless: state.validator)
        else {
            return true
        }
        return SHA256.hash(bytes).hex == state.sha256
    }

    /// Reads what is there now; `state` is what was there last.
    func read(since state: SuiteState?) async throws -> APTEntry {
        for attempt in 1...Self.attempts {
            guard let entry = try await attemptReading(since: state) else {
                if attempt < Self.attempts { try await Task.sleep(for: Self.pause) }
                continue
            }
            return entry
        }
        throw UpstreamError(
            suite.name,
            "has an InRelease and a Release that say different things",
            hint: "Upstream is being published; sync again in a few minutes"
        )
    }

    /// `nil` where the files do not agree.
    private func attemptReading(since state: SuiteState?) async throws -> APTEntry? {
        let inRelease = try await file("InRelease")
        let release = try await file("Release")
        let signature = release == nil ? nil : try await file("Release.gpg")
        guard let text = try verified(inRelease, release, signature) else { return nil }
        let path = try suite.path(of: inRelease == nil ? "Release" : "InRelease").string
        let parsed = try believed { () throws(APTError) in try Release(text, subject: path) }
        try requireCurrent(parsed, path, since: state)
        var files: [(path: RelativePath, blob: Blob)] = []
        for file in [inRelease, release, signature].compactMap(\.self) {
            files.append((file.path, try await upstream.keep(file.bytes)))
        }
        guard let entry = inRelease ?? release, let first = files.first else { return nil }
        let noted = SuiteState(
            etag: entry.validator.etag,
            lastModified: entry.validator.lastModified,
            name: entry.path.lastComponent,
            sha256: first.blob.sha256.hex,
            date: parsed.date?.milliseconds
        )
        return APTEntry(release: parsed, files: files, state: noted)
    }

    private struct Read {
        let path: RelativePath
        let bytes: [UInt8]
        let validator: Validator
    }

    private func file(_ name: String) async throws -> Read? {
        let path = try suite.path(of: name)
        guard case .bytes(let bytes, let validator) = try await upstream.read(path.string, limit: Self.limit) else {
            return nil
        }
        return Read(path: path, bytes: bytes, validator: validator)
    }

    /// The text that all of the files have, once a trusted key was found to have signed it; `nil` where they differ.
    private func verified(_ inRelease: Read?, _ release: Read?, _ signature: Read?) throws -> [UInt8]? {
        guard inRelease != nil || release != nil else {
            throw UpstreamError(
                suite.name,
                "has neither InRelease nor Release upstream",
                hint: "Check upstream and suites; a folder without dists/ is written with a slash at its end"
            )
        }
        guard let signatures else { return try unverified(inRelease, release) }
        return try believed { () throws in
            let within = try inRelease.map {
                try signatures.verify(clearSigned: $0.bytes, subject: $0.path.string).bytes
            }
            guard let release else { return within }
            guard let signature else {
                // Clients that take InRelease never ask for the rest.
                if let within { return within == release.bytes ? within : nil }
                throw APTError(.unsigned, release.path.string, "has no signature upstream (Release.gpg)")
            }
            if let within, !Self.isSame(within, release.bytes) { return nil }
            return try signatures.verify(release.bytes, signature: signature.bytes, subject: signature.path.string)
                .bytes
        }
    }

    private func unverified(_ inRelease: Read?, _ release: Read?) throws -> [UInt8]? {
        guard let inRelease else { return release?.bytes }
        let text = Self.textWithin(inRelease.bytes)
        guard let release else { return text }
        return Self.isSame(text, release.bytes) ? text : nil
    }

    /// What a signed file says, whoever signed it (RFC 9580 §7): for repositories of which no signature is asked.
    private static func textWithin(_ bytes: [UInt8]) -> [UInt8] {
        let lines = bytes.split(separator: 10, omittingEmptySubsequences: false)
        guard lines.first?.starts(with: "-----BEGIN PGP SIGNED MESSAGE-----".utf8) == true else { return bytes }
        let text = lines.drop { !$0.isEmpty && $0 != [13] }.dropFirst()
            .prefix { !$0.starts(with: "-----BEGIN PGP SIGNATURE-----".utf8) }
        return Array(text.map { $0.starts(with: "- ".utf8) ? $0.dropFirst(2) : $0 }.joined(separator: [10]))
    }

    /// A signed text ends before its last line feed.
    private static func isSame(_ one: [UInt8], _ other: [UInt8]) -> Bool {
        one == other || one == other + [10] || one + [10] == other
    }

    private func requireCurrent(_ release: Release, _ path: String, since state: SuiteState?) throws {
        let now = clock.now()
        if let validUntil = release.validUntil, validUntil < now {
            throw UpstreamError(
                path,
                "was valid until \(validUntil.text(.seconds)): clients refuse it",
                hint: "See whether this upstream is still kept up to date, and that the clock here is right"
            )
        }
        guard let date = release.date else { return }
        guard date <= now + Self.haste else {
            throw UpstreamError(path, "is dated \(date.text(.seconds)), in the future", hint: "Check the clock here")
        }
        if let last = state?.date, date.milliseconds < last {
            throw UpstreamError(
                path,
                "is dated \(date.text(.seconds)), which is older than what is here "
                    + "(\(Moment(milliseconds: last).text(.seconds)))",
                hint: "See that nobody serves an old copy; `sync --force` takes it all the same"
            )
        }
    }

    private func believed<T>(_ body: () throws -> T) throws -> T {
        do {
            return try body()
        } catch let error as APTError {
            throw UpstreamError(error.subject, error.cause, hint: error.hint ?? "Check the keyring and upstream")
        }
    }
}
