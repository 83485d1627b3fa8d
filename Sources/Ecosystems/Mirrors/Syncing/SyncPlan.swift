import Blobs
import Crypto
import Folders
import Posix
import Time
import Transfer
import Trees

/// What a tree has to become, and what that takes.
struct SyncPlan {
    /// A file that gets new bytes.
    struct Change {
        let path: RelativePath
        let landing: Landing
        /// `nil` until it was fetched.
        var blob: Blob?
        let content: MirrorFile.Content

        /// Bytes, as far as they are known.
        var size: Int64 { blob?.size ?? MirrorFile(path, content).size ?? 0 }
    }

    /// What is not in the tree as upstream lists it, in the order in which it gets its name there.
    private(set) var changes: [Change] = []
    /// What the tree has and upstream no longer lists.
    private(set) var withdrawn: [RelativePath: Int64] = [:]
    /// What upstream lists, whether it is there or not.
    private(set) var listed = SyncReport.Amount()
    private(set) var paths: Set<RelativePath> = []

    /// Compares what upstream publishes with what the tree holds; `indexed` is what is known of that.
    ///
    /// Throws `UpstreamError` for a path that no tree of this kind holds, or that is listed as two different files.
    init(_ survey: MirrorSurvey, over indexed: [RelativePath: IndexedFile], _ rules: any ContentRules) throws {
        paths.reserveCapacity(survey.files.count)
        for file in survey.files {
            guard let place = rules.place(of: file.path), let landing = rules.landing(of: place.kind),
                file.path.components.first?.lowercased() != RepositoryFolder.name
            else {
                throw UpstreamError(
                    file.path.string,
                    "is listed upstream and lies where no such repository has files",
                    hint: "Tell whoever publishes it; nothing was changed"
                )
            }
            guard paths.insert(file.path).inserted else { continue }
            listed.add(file.size ?? 0)
            guard indexed[file.path].map(file.isSame) != true else { continue }
            changes.append(Change(path: file.path, landing: landing, blob: nil, content: file.content))
        }
        changes.sort { ($0.landing, $0.path) < ($1.landing, $1.path) }
        for (path, file) in indexed where !paths.contains(path) { withdrawn[path] = file.size }
    }

    /// Gives every change whose bytes are in `blobs` those.
    mutating func take(_ blobs: [BlobExpectation: Blob]) {
        for index in changes.indices where changes[index].blob == nil {
            switch changes[index].content {
            case .stored(let blob): changes[index].blob = blob
            case .upstream(let expectation, _): changes[index].blob = blobs[expectation]
            }
        }
    }

    /// What has to be fetched: each content once, with the first path that wants it.
    var missing: [Wanted] {
        var seen: Set<BlobExpectation> = []
        return changes.compactMap { change in
            guard change.blob == nil, case .upstream(let expectation, let address) = change.content,
                seen.insert(expectation).inserted
            else { return nil }
            return Wanted(path: change.path, expectation: expectation, address: address)
        }
    }

    /// Content that has to be fetched.
    struct Wanted: Sendable {
        let path: RelativePath
        let expectation: BlobExpectation
        let address: String
    }
}

extension MirrorFile {
    /// Whether the tree has it already.
    fileprivate func isSame(as file: IndexedFile) -> Bool {
        switch content {
        case .stored(let blob): return blob.sha512 == file.sha512
        case .upstream(let expectation, _):
            if let size = expectation.size, size != file.size { return false }
            if let sha256 = expectation.sha256, let known = file.sha256 { return sha256 == known }
            return expectation.sha512 == file.sha512
        }
    }
}
