import API
import Arguments
import Time
import Transfer

/// The commands `packferry site`.
enum SiteCommands {
    static let group = Command<Action>(
        "site",
        summary: "Look after the sites that archives are carried to.",
        subcommands: [list, show, retire]
    )

    private static let name = Argument<String>("name", .identifier(of: .sites), help: "The site, as it calls itself.")
    private static let listing = ListOptions<Site>()
    private static let states = Option<[Site.State]>(
        repeated: "state",
        .choice(of: Site.State.self),
        help: "Only sites in this state."
    )

    private static let list = Command<Action>(
        "list",
        summary: "List the sites, with what they hold.",
        options: [states, listing.sort, listing.reverse],
        arguments: [listing.search],
        changes: .nothing
    ) { invocation in
        let (values, backend) = (invocation.values, try await invocation.backend())
        let sites: [Site] = try await backend.api.list { page in
            APIPath.sites(
                listing.query(
                    values,
                    states: values[states].map(\.rawValue),
                    repository: backend.repositoryName,
                    page: page
                )
            )
        }
        let columns: [Table.Column] = [
            "SITE", "REPOSITORY", "STATE", "BY", "ARCHIVE", .number("FILES"), .number("MISSING"), .number("ON THE WAY"),
            "HEARD (UTC)",
        ]
        return Answer(list: sites, columns, empty: "no site is known: register a receipt or an inventory of one") {
            [
                $0.name, $0.repository, $0.state.rawValue, $0.evidence.rawValue, $0.artifact ?? "-",
                $0.files.map { Quantity.count($0) } ?? "-", Quantity.count($0.missing.count),
                Quantity.count($0.onTheWay.count), Moment.text($0.heardAt),
            ]
        }
    }

    private static let show = Command<Action>(
        "show",
        summary: "Show what a site holds, and what is on its way.",
        arguments: [name],
        changes: .nothing
    ) { invocation in
        let backend = try await invocation.backend()
        let query = RepositoryQuery(repository: backend.repositoryName)
        let site: Site = try await backend.api.get(APIPath.site(invocation.values[name], query))
        return Answer(site, blocks(site))
    }

    private static let retire = Command<Action>(
        "retire",
        summary: "Let a site count no more: later archives need not fit it.",
        discussion: "What it says later makes it count again.",
        arguments: [name],
        changes: .something
    ) { invocation in
        let backend = try await invocation.backend()
        let query = RepositoryQuery(repository: backend.repositoryName)
        let path = APIPath.retirement(ofSite: invocation.values[name], query)
        let isDryRun = invocation.isDryRun
        let site: Site = try await backend.writingAPI.post(path, ["dry_run": isDryRun])
        let line = "\(site.name) \(isDryRun ? "would be" : "is") retired: archives need not fit it any more"
        return Answer(Tried(site, isDryRun: isDryRun), [.line(line)])
    }

    /// What is known of a site.
    static func blocks(_ site: Site) -> [Block] {
        let table = Table(details: [
            ("site", site.name),
            ("repository", site.repository),
            ("state", site.state.rawValue),
            ("known by", site.evidence.rawValue),
            ("signed by", Signer.text(site.signer)),
            ("remark", site.remark),
            ("counter", String(site.counter)),
            ("archive", site.artifact ?? site.archiveID),
            ("snapshot", site.snapshot),
            ("files", site.files.map { Quantity.count($0) }),
            ("heard", Moment.dated(site.heardAt)),
            ("retired", site.retiredAt.map { Moment.dated($0) }),
        ])
        return [.table(table)] + Block.first("missing", site.missing) + Block.first("conflict", site.conflicts)
            + Block.first("on its way", site.onTheWay)
    }
}

extension SiteRegistration {
    /// What came of it, for people.
    func blocks(isDryRun: Bool) -> [Block] {
        let (would, name) = (isDryRun ? "would be" : "is", site.name)
        let line =
            switch verdict {
            case .news where artifact != nil: "\(artifact ?? "") \(would) known to have come to \(name)"
            case .news: "what \(name) holds \(would) known"
            case .known: "known already: nothing changed"
            case .older:
                "older (counter \(counter)) than what \(name) said before (counter \(site.counter)): nothing changed"
            }
        return [.line(line)] + SiteCommands.blocks(site)
    }
}
