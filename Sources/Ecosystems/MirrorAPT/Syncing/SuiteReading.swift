import Archives
import Blobs
import Crypto
import Mirrors
import Posix
import Reporting
import Transfer
import Trees

/// Fetches the indexes of one suite, and reads of them what lies in the pool.
struct SuiteReading: Sendable {
    /// No index is longer once it is decompressed.
    private static let longestIndex: Int64 = 4 << 30
    private static let longestSums = 16 << 20

    let suite: APTSuite
    let entry: APTEntry
    let choice: IndexChoice
    let upstream: MirrorUpstream
    /// How many are fetched at a time.
    let width: Int

    /// A form of an index as it was fetched; `nil` where upstream does not have it.
    private struct Fetched: Sendable {
        let group: Int
        let form: IndexGroup.Form
        let blob: Blob?
    }

    /// Adds all that the suite's Release leads to.
    func read(into listing: inout APTListing, _ reporter: Reporter) async throws {
        for file in entry.files { listing.add(MirrorFile(file.path, .stored(file.blob))) }
        let groups = groups(&listing)
        let fetched = try await fetch(groups, reporter)
        for (number, group) in groups.enumerated() {
            let forms = fetched.filter { $0.group == number && $0.blob != nil }
            guard let first = forms.first(where: { $0.form.isReadable }) ?? forms.first, let blob = first.blob else {
                throw UpstreamError(
                    try suite.path(of: group.path.string).string,
                    "is listed in the Release and not there in any form",
                    hint: "Upstream is broken or just being published; sync again in a few minutes"
                )
            }
            for form in forms { try add(form, to: &listing) }
            try readContent(of: group, first.form, blob, into: &listing)
        }
    }

    private func groups(_ listing: inout APTListing) -> [IndexGroup] {
        if suite.isFlat, let flat = try? FlatRepository(suite.name) { return flat.groups(entry.release, choice) }
        let selection = IndexSelection(entry.release, choice)
        for name in selection.unknownComponents { listing.note("\(suite.name) has no component \(name)") }
        for name in selection.unknownArchitectures { listing.note("\(suite.name) has no architecture \(name)") }
        for path in selection.weak {
            listing.note("\(suite.name) lists \(path) by digests that can be forged: it is left out")
        }
        return selection.groups
    }

    private func fetch(_ groups: [IndexGroup], _ reporter: Reporter) async throws -> [Fetched] {
        let wanted = groups.enumerated().flatMap { number, group in
            group.forms.map { Wanted(group: number, form: $0, mayBeAbsent: group.mayLackForms) }
        }
        let present = try await upstream.present(wanted.map(\.expectation))
        let queue = WorkQueue(wanted)
        let fetched = try await withThrowingTaskGroup(of: [Fetched].self) { tasks in
            for _ in 0..<min(width, max(1, wanted.count)) {
                tasks.addTask {
                    var done: [Fetched] = []
                    while let next = queue.next() {
                        try reporter.checkCancellation()
                        let known = present[next.expectation]
                        let blob = if let known { known } else { try await fetch(next) }
                        done.append(Fetched(group: next.group, form: next.form, blob: blob))
                    }
                    return done
                }
            }
            return try await tasks.reduce(into: []) { $0 += $1 }
        }
        let order = Dictionary(
            uniqueKeysWithValues: wanted.enumerated().map { ($1.form.file.path, $0) }
        )
        return fetched.sorted { (order[$0.form.file.path] ?? 0) < (order[$1.form.file.path] ?? 0) }
    }

    private struct Wanted: Sendable {
        let group: Int
        let form: IndexGroup.Form
        let mayBeAbsent: Bool

        /// What it must turn out to be.
        var expectation: BlobExpectation {
            let file = form.file
            return BlobExpectation(sha256: file.digests.sha256, sha512: file.digests.sha512, size: file.size)
        }
    }

    /// By its digest where upstream offers that, since what lies under its name may be newer already; `nil` where it may
    /// be absent and is.
    private func fetch(_ wanted: Wanted) async throws -> Blob? {
        let file = wanted.form.file
        let names = (entry.release.acquireByHash ? file.pathsByHash.last.map { [$0] } ?? [] : []) + [file.path]
        var failure: BlobFetchError?
        for name in names {
            do {
                return try await upstream.fetch(suite.path(of: name.string).string, expecting: wanted.expectation).blob
            } catch let error as BlobFetchError {
                failure = error
                if case .notFound = error.kind { continue }
                if name == file.path { break }
            }
        }
        guard let failure else { return nil }
        if wanted.mayBeAbsent, case .notFound = failure.kind { return nil }
        throw UpstreamError(
            try suite.path(of: file.path.string).string,
            "is not as the Release lists it: \(failure)",
            hint: "Upstream is broken or just being published; sync again in a few minutes"
        )
    }

    /// Under its name, and under its digests where clients are told to ask by those.
    private func add(_ fetched: Fetched, to listing: inout APTListing) throws {
        guard let blob = fetched.blob else { return }
        let file = fetched.form.file
        let names = [file.path] + (entry.release.acquireByHash ? file.pathsByHash : [])
        for name in names { listing.add(MirrorFile(try suite.path(of: name.string), .stored(blob))) }
    }

    private func readContent(
        of group: IndexGroup,
        _ form: IndexGroup.Form,
        _ blob: Blob,
        into listing: inout APTListing
    ) throws {
        let path = try suite.path(of: form.file.path.string)
        if group.listsImages {
            let bytes = try upstream.open(blob).readAll(limit: Self.longestSums)
            for (image, sha256) in try InstallerSums.read(bytes, at: path) {
                let expectation = BlobExpectation(sha256: sha256, size: nil)
                listing.add(MirrorFile(image, .upstream(expectation, at: image.string)))
            }
            return
        }
        guard let kind = group.kind.lists else { return }
        guard form.isReadable else {
            throw UpstreamError(path.string, "is compressed in a way that nothing here reads", hint: "Tell us which")
        }
        do {
            var source: any ByteSource = DescriptorSource(try upstream.open(blob))
            if let compression = form.compression {
                source = try Decompressor(from: source, compression, limit: Self.longestIndex)
            }
            try PackageIndex.read(source, kind, subject: path.string) { listing.add($0) }
        } catch let error as ArchiveError {
            throw UpstreamError(path.string, "\(error.cause)", hint: "Tell whoever publishes it")
        } catch let error as APTError {
            throw UpstreamError(error.subject, error.cause, hint: error.hint ?? "Tell whoever publishes it")
        }
    }
}
