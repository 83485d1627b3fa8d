import Crypto
import JSON
import Posix
import Time

/// `.packferry/sites`: what every site said last of this tree, which archives got there, and whose signature its word
/// bears, in a folder for each.
///
/// It lies beside the tree, so that whoever loses the database loses no site. What sites said is written by whoever writes
/// it into the database, one at a time; the keys of a site by whoever has the tree's lock.
package struct SiteFolder: Sendable {
    private static let statementFile = "statement.json"
    private static let deliveryFile = "deliveries.json"
    private static let listing = "files-"

    /// The folder beside the tree that it is part of.
    package let folder: RepositoryFolder

    package init(_ folder: RepositoryFolder) { self.folder = folder }

    /// Where what concerns a site lies in `.packferry`.
    static func place(of site: String) throws -> RelativePath { try RelativePath("sites/\(site)") }

    /// The names of the sites of which anything is kept, sorted.
    package func names() throws -> [String] {
        let place = try RelativePath("sites")
        guard try folder.directory.info(place)?.kind == .directory else { return [] }
        let entries = try folder.directory.subdirectory(place).entries()
        return entries.filter { $0.info.kind == .directory && ShortNameRule.isKept(by: $0.name) }.map(\.name).sorted()
    }

    /// What a site said last, without the files of an inventory; `nil` where nothing of that is kept.
    func site(_ name: String) throws -> Site? {
        try read(Self.statementFile, of: name, limit: Receipt.limit) { bytes in
            let document = try JSONDecoder(limits: DocumentReading.limits).decode(SiteDocument.self, from: bytes)
            return try document.site(called: name)
        }
    }

    /// What an inventory of a site lists, which was kept with what it said.
    func files(of site: Site) throws -> [RelativePath: SHA512Digest] {
        let file = Self.listing + String(site.statement.counter)
        let found = try read(file, of: site.name, limit: Self.longestListing) { bytes in
            guard !bytes.isEmpty else { return [RelativePath: SHA512Digest]() }
            let lines = try Checksums(parsing: bytes).lines.map { (try RelativePath($0.name), $0.sha512) }
            return Dictionary(lines) { first, _ in first }
        }
        return found ?? [:]
    }

    /// Keeps what a site said, durably, with what an inventory of it lists.
    func save(_ site: Site) throws {
        let place = try makePlace(of: site.name)
        let counter = site.statement.counter
        if site.statement.evidence == .inventory {
            let lines = site.statement.files.sorted { $0.key < $1.key }
            let listing = Checksums(lines.map { Checksums.Line(sha512: $0.value, name: $0.key.string) })
            try AtomicFile.write(
                listing.encoded,
                to: place.appending(Self.listing + String(counter)),
                in: folder.directory
            )
        }
        try write(SiteDocument(site), to: Self.statementFile, in: place)
        for entry in try folder.directory.subdirectory(place).entries()
        where entry.name.hasPrefix(Self.listing) && entry.name != Self.listing + String(counter) {
            try folder.directory.removeAll(place.appending(entry.name))
        }
    }

    /// Which archives got to a site, by the artifact's id.
    func deliveries(to site: String) throws -> [Delivery] {
        let found = try read(Self.deliveryFile, of: site, limit: Receipt.limit) { bytes in
            let document = try JSONDecoder(limits: DocumentReading.limits).decode(DeliveryDocument.self, from: bytes)
            return try document.deliveries(to: site)
        }
        return found ?? []
    }

    /// Keeps which archives got to a site, durably.
    func save(_ deliveries: [Delivery], to site: String) throws {
        try write(DeliveryDocument(deliveries), to: Self.deliveryFile, in: makePlace(of: site))
    }

    /// A line of a digest and a path for each of the files that an inventory can list.
    private static let longestListing = 512 << 20

    private func makePlace(of site: String) throws -> RelativePath {
        let place = try Self.place(of: site)
        try AtomicFile.makeFolders(place, in: folder.directory)
        // Of these files alone: the keys are written under another lock.
        try AtomicFile.removeLeftovers(in: folder.directory.subdirectory(place)) { name in
            [Self.statementFile, Self.deliveryFile].contains(name) || name.hasPrefix(Self.listing)
        }
        return place
    }

    private func write(_ document: some Encodable, to name: String, in place: RelativePath) throws {
        let bytes = try JSONEncoder().encode(document) + [10]
        try AtomicFile.write(bytes, to: place.appending(name), in: folder.directory)
    }

    private func read<T>(_ name: String, of site: String, limit: Int, _ body: ([UInt8]) throws -> T) throws -> T? {
        let path = try Self.place(of: site).appending(name)
        guard let bytes = try folder.read(path.string, limit: limit) else { return nil }
        let hint = "Move it away, and register a receipt or an inventory of the site"
        return try DocumentReading.namingRecords("\(folder.directory.path)/\(path)", hint: hint) { try body(bytes) }
    }
}
