import Trees

/// A document of a storage as it was read, and of which file.
struct ReadDocument: Sendable {
    let packument: Packument
    private let file: FileIdentity
    /// Nanoseconds since 1970, before the first byte was read.
    private let time: Int64

    init(packument: Packument, file: FileIdentity, at time: Int64) {
        self.packument = packument
        self.file = file
        self.time = time
    }

    /// Whether that file is still the one that was read, and nobody can have written to it unseen.
    func isOf(_ file: FileIdentity) -> Bool { self.file == file && file.isSettled(at: time) }
}
