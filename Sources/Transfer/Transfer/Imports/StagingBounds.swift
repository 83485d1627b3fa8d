import Posix

/// How much may be on its way to a tree, or wait there to be applied, at once: whoever may send archives is not to fill
/// the machine with them.
package struct StagingBounds: Sendable, Equatable {
    /// Archives that are being received.
    package var uploads: Int
    /// Imports that wait.
    package var waiting: Int
    /// Bytes of both together; `nil` where only the room on the disk counts.
    package var bytes: Int64?

    package init(uploads: Int, waiting: Int, bytes: Int64?) {
        self.uploads = uploads
        self.waiting = waiting
        self.bytes = bytes
    }

    /// Throws where one more archive of a size would be more than may wait; what is not known to have a size counts as it
    /// arrives.
    ///
    /// Blocks. Returns the bytes of those that wait.
    @discardableResult
    package func require(room bytes: Int64, in folder: RepositoryFolder) throws -> Int64 {
        let waiting = try StagingArea(folder).list()
        guard waiting.count < self.waiting else {
            let cause = "has \(waiting.count) imports that wait, and no more may"
            let next = "Apply or delete one (`packferry import list`), or raise limits.staged"
            throw TransferError(.quota, Self.tree(of: folder.directory), cause, hint: next)
        }
        let held = waiting.reduce(0) { $0 + $1.counts.bytes }
        try require(bytes, beside: held + Self.received(in: folder.directory).bytes, in: folder.directory)
        return held
    }

    /// Throws where bytes that are there and those that come are more than may be.
    func require(_ bytes: Int64, beside held: Int64, in folder: Directory) throws {
        guard let limit = self.bytes, bytes.addingReportingOverflow(held).partialValue > limit || bytes > limit else {
            return
        }
        let cause = "may hold \(limit >> 20) MiB of archives that arrive or wait, and has \(held >> 20) MiB"
        let next = "Apply or delete an import (`packferry import list`), or raise limits.staged_size"
        throw TransferError(.quota, Self.tree(of: folder), cause, hint: next)
    }

    /// Throws where more archives are being received than may be.
    func requireTurn(in folder: Directory) throws {
        guard try Self.received(in: folder).count > uploads else { return }
        let cause = "takes in \(uploads) archives at once, and no more"
        throw TransferError(
            .quota,
            Self.tree(of: folder),
            cause,
            hint: "Try again when one of them has arrived, or raise limits.uploads"
        )
    }

    /// How many uploads lie there, and their bytes.
    static func received(in folder: Directory) throws -> (count: Int, bytes: Int64) {
        guard try folder.info(Upload.place)?.kind == .directory else { return (0, 0) }
        let files = try folder.subdirectory(Upload.place).entries().filter { $0.info.kind == .regular }
        return (files.count, files.reduce(0) { $0 + $1.info.size })
    }

    private static func tree(of folder: Directory) -> String { folder.path.parent.string }
}
