package import Blobs
package import Posix
package import Reporting
package import Trees

/// A file that upstream publishes, and that the tree is to hold.
package struct MirrorFile: Sendable {
    /// Where its bytes come from.
    package enum Content: Sendable {
        /// They are in the store.
        case stored(Blob)
        /// They are to be what was expected, and lie at this path beneath upstream's address, percent-encoded.
        case upstream(BlobExpectation, at: String)
    }

    /// In the tree.
    package let path: RelativePath
    package let content: Content

    package init(_ path: RelativePath, _ content: Content) {
        self.path = path
        self.content = content
    }

    /// Bytes; `nil` where upstream does not say.
    package var size: Int64? {
        switch content {
        case .stored(let blob): blob.size
        case .upstream(let expectation, _): expectation.size
        }
    }
}

/// What upstream publishes now.
package struct MirrorSurvey: Sendable {
    /// Every file that the tree is to hold, each path once.
    package let files: [MirrorFile]
    /// What the next survey is told, so that it can tell that nothing changed: in words of the ecosystem's own.
    package let state: [UInt8]
    /// What is listed and cannot be had as it is, by paths in the tree.
    package let problems: [SyncProblem]
    /// What is odd and keeps nothing back, in sentences.
    package let notices: [String]

    package init(files: [MirrorFile], state: [UInt8], problems: [SyncProblem] = [], notices: [String] = []) {
        self.files = files
        self.state = state
        self.problems = problems
        self.notices = notices
    }
}

/// What an ecosystem knows of upstreams of its kind: how to ask them, and whom to believe.
package protocol MirrorSource: Sendable {
    /// Learns what upstream publishes; `nil` where it is what it was when `state` was noted, unless all is to be learned
    /// anew (`isWhole`).
    ///
    /// `state` says, besides, what must not be gone back behind. Lists are fetched into the store on the way, and believed only once their signature or digest was checked. Throws
    /// `UpstreamError` where upstream cannot be asked or is not to be believed. Blocks.
    func survey(
        since state: [UInt8]?,
        isWhole: Bool,
        through upstream: MirrorUpstream,
        reporter: Reporter
    ) async throws -> MirrorSurvey?
}
