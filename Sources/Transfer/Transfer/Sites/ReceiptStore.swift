import Crypto
package import Posix

/// `.packferry/receipts`: what this site said of its tree, the last of each archive.
package struct ReceiptStore: Sendable {
    /// A receipt that is kept.
    package struct Kept: Sendable, Equatable {
        /// Where it lies.
        package let path: AbsolutePath
        package let counter: Int64
        package let archiveID: String
        fileprivate let file: RelativePath
        fileprivate let signature: RelativePath
    }

    /// As many are kept, the last ones: more than anybody looks for.
    private static let most = 1000

    private let folder: RepositoryFolder

    package init(_ folder: RepositoryFolder) { self.folder = folder }

    /// What is kept, the last first.
    package func all() throws -> [Kept] {
        guard try folder.directory.info(Self.place)?.kind == .directory else { return [] }
        let names = try folder.directory.subdirectory(Self.place).entries().map(\.name)
        return try names.compactMap(kept).sorted { $0.counter > $1.counter }
    }

    /// The receipt of an archive that was applied; `nil` where none is kept.
    package func last(of archiveID: String) throws -> Kept? { try all().first { $0.archiveID == archiveID } }

    /// The document of a receipt.
    package func document(of kept: Kept) throws -> [UInt8] {
        try folder.directory.open(kept.file).readAll(limit: Receipt.limit)
    }

    /// What a receipt says.
    package func read(_ kept: Kept) throws -> Receipt {
        let bytes = try document(of: kept)
        return try DocumentReading.namingRecords(kept.path.string, hint: "Apply the archive again: that writes it anew")
        {
            try Receipt(parsing: bytes)
        }
    }

    /// The signature that lies beside a receipt; `nil` where it was written without a key.
    package func signature(of kept: Kept) throws -> [UInt8]? {
        guard try folder.directory.info(kept.signature) != nil else { return nil }
        return try folder.directory.open(kept.signature).readAll(limit: StatementSignature.limit)
    }

    /// Keeps a receipt, durably, in the place of earlier ones of the same archive, with its signature by a key.
    ///
    /// The signature first: a receipt that is there is signed, wherever one that has a key was stopped.
    @discardableResult
    func write(_ receipt: Receipt, signedBy key: Ed25519PrivateKey? = nil) throws -> Kept {
        let bytes = receipt.encoded
        guard bytes.count <= Receipt.limit else {
            throw TransferError(
                .refused,
                "receipt",
                "would be longer than the \(Receipt.limit >> 20) MiB that are read: \(receipt.missing.count) files are missing",
                hint: "Say what is here instead: `packferry inventory export`"
            )
        }
        let name = "\(receipt.counter)-\(receipt.archiveID).json"
        try AtomicFile.makeFolders(Self.place, in: folder.directory)
        // The caller holds the lock, so nobody else is writing.
        try AtomicFile.removeLeftovers(in: folder.directory.subdirectory(Self.place)) { _ in true }
        guard let written = try kept(name) else { throw TransferError(.invalid, name, "is no name of a receipt") }
        if let key {
            let signature = StatementSignature.file(over: bytes, by: key)
            try AtomicFile.write(signature, to: written.signature, in: folder.directory)
        }
        try AtomicFile.write(bytes, to: written.file, in: folder.directory)
        let all = try all()
        let old = all.filter { $0.archiveID == receipt.archiveID && $0.counter < receipt.counter }
        for kept in old + all.dropFirst(Self.most) { try remove(kept) }
        try removeLoneSignatures()
        return written
    }

    /// Removes what is kept of an archive.
    func forget(_ archiveID: String) throws {
        for kept in try all() where kept.archiveID == archiveID { try remove(kept) }
    }

    private func remove(_ kept: Kept) throws {
        try folder.directory.removeAll(kept.file)
        try folder.directory.removeAll(kept.signature)
    }

    /// Removes signatures whose receipt was never written, or is gone.
    private func removeLoneSignatures() throws {
        let names = Set(try folder.directory.subdirectory(Self.place).entries().map(\.name))
        for name in names where name.hasSuffix(StatementSignature.suffix) {
            guard !names.contains(String(name.dropLast(StatementSignature.suffix.utf8.count))) else { continue }
            try folder.directory.removeAll(Self.place.appending(name))
        }
    }

    /// The number for what the site says next: above every one it said before, and at least the clock, so that it grows
    /// even after a backup was restored.
    ///
    /// It is noted before it is used.
    func takeCounter(now: Int64) throws -> Int64 {
        // A damaged file is no reason to stop: the receipts and the clock give a floor.
        try folder.takeNumber(notedIn: "counter", above: all().first?.counter ?? 0, now: now)
    }

    private static var place: RelativePath { get throws { try RelativePath("receipts") } }

    private func kept(_ name: String) throws -> Kept? {
        let parts = name.split(separator: "-", maxSplits: 1)
        guard parts.count == 2, let counter = Int64(parts[0]), parts[1].hasSuffix(".json") else { return nil }
        let archiveID = String(parts[1].dropLast(5))
        guard Identifier.isOne(archiveID), DocumentReading.numbers.contains(counter) else { return nil }
        let file = try Self.place.appending(name)
        return Kept(
            path: folder.directory.path.appending(file),
            counter: counter,
            archiveID: archiveID,
            file: file,
            signature: try Self.place.appending(name + StatementSignature.suffix)
        )
    }
}
