import Persistence
import SQLite

extension SiteStore {
    /// Brings what the database knows of the sites of a tree and what is kept beside that tree to the same state; gives the
    /// names of the sites that the database did not know as they are.
    ///
    /// Of each, the higher counter counts, and of the same one that the site was retired; an archive that got somewhere did,
    /// whichever of both knows it. Nothing is put beside the tree unless that is allowed. Blocks.
    package func agree(with kept: SiteFolder, of uuid: String, mayWrite: Bool) async throws -> [String] {
        var news: [String] = []
        for name in try kept.names() {
            if try await learn(name, of: uuid, from: kept) { news.append(name) }
            try await learnDeliveries(to: name, of: uuid, from: kept)
        }
        guard mayWrite else { return news }
        for site in try await all(of: uuid) {
            let known = try kept.site(site.name).flatMap { $0.statement.repositoryUUID == uuid ? $0 : nil }
            if let known, !site.tellsMore(than: known) { continue }
            try kept.save(site.listing(try await files(of: site)))
            try await database.write { connection in
                try Self.keep(deliveriesTo: site.name, of: uuid, in: kept, connection)
            }
        }
        return news
    }

    /// Takes what a site is kept to have said, and says whether that was news.
    private func learn(_ name: String, of uuid: String, from kept: SiteFolder) async throws -> Bool {
        guard let found = try kept.site(name), found.statement.repositoryUUID == uuid else { return false }
        if let known = try await find(name, of: uuid), !found.tellsMore(than: known) { return false }
        let site = found.statement.evidence == .inventory ? found.listing(try kept.files(of: found)) : found
        try await database.writeDurably { try Self.put(site, $0) }
        return true
    }

    /// Takes the archives that are kept to have got to a site, as far as they are here.
    private func learnDeliveries(to site: String, of uuid: String, from kept: SiteFolder) async throws {
        let found = try kept.deliveries(to: site)
        guard !found.isEmpty else { return }
        let open = try await database.read { connection in
            try connection.fetchAll(
                """
                SELECT id, state IS NOT NULL FROM (SELECT artifacts.id, deliveries.state FROM artifacts LEFT JOIN deliveries
                    ON artifact = id AND site = ? WHERE repository_uuid = ?) WHERE state IS NOT 'proven'
                """,
                [.text(site), .text(uuid)]
            ) { (id: $0.text(0), isSaid: $0.integer(1) == 1) }
        }
        let isSaid = Dictionary(open.map { ($0.id, $0.isSaid) }) { first, _ in first }
        let news = found.filter { isSaid[$0.artifact] == false || isSaid[$0.artifact] == true && $0.state == .proven }
        guard !news.isEmpty else { return }
        try await database.writeDurably { connection in
            for delivery in news {
                switch delivery.state {
                case .proven: try Self.prove(delivery.artifact, at: site, delivery.at, connection)
                case .asserted: try Self.assert(delivery, connection)
                }
            }
        }
    }
}

extension Site {
    /// Whether this is what the site said later, or the same of a site that was retired since.
    fileprivate func tellsMore(than other: Site) -> Bool {
        guard statement.counter == other.statement.counter else {
            return statement.counter > other.statement.counter
        }
        return retiredAt != nil && other.retiredAt == nil
    }
}
