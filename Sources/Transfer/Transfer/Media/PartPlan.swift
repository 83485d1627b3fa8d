/// How an archive lies on a disk: whole, or in parts of one length but the last.
struct PartPlan: Sendable, Equatable {
    /// A file to be, and which bytes of the archive are in it.
    struct Piece: Sendable, Equatable {
        let name: String
        let offset: Int64
        let size: Int64
    }

    let pieces: [Piece]

    /// Cuts an archive of `size` bytes into parts of at most `limit`; one that is no longer stays whole.
    ///
    /// Throws `TransferError.invalid` where there would be more than 999.
    init(_ archive: String, size: Int64, limit: Int64?) throws {
        guard let limit, limit < size else {
            pieces = [Piece(name: archive, offset: 0, size: size)]
            return
        }
        let count = (size + limit - 1) / limit
        guard count <= Int64(PartName.most) else {
            let least = (size + Int64(PartName.most) - 1) / Int64(PartName.most)
            throw TransferError(
                .invalid,
                archive,
                "would be cut into \(count) parts, and there may be \(PartName.most)",
                hint: "Choose parts of at least \(least) bytes"
            )
        }
        pieces = (0..<count).map { index in
            let offset = index * limit
            return Piece(name: PartName(archive, Int(index) + 1).file, offset: offset, size: min(limit, size - offset))
        }
    }
}
