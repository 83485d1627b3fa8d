import API
import Arguments
import Time
import Transfer

/// The commands `packferry store`.
enum StoreCommands {
    static let group = Command<Action>(
        "store",
        summary: "Look after the contents that mirrored repositories share.",
        subcommands: [verify, collect, statistics]
    )

    private static let grace = Option<String?>(
        "grace",
        ValueType.nonEmpty.validated { Duration(short: $0) == nil ? "needs a time such as 24h, 30m or 7d" : nil },
        valueName: "time",
        help: "How long contents stay that nothing refers to; 24h unless given."
    )

    private static let verify = Command<Action>(
        "verify",
        summary: "Read every content again and compare it with its digest.",
        discussion: """
            What is not what it is called is put into 'quarantine' in the folder of the store, never deleted, and the names that lead to it are given. It ends with 3 then.
            """,
        changes: .something
    ) { invocation in
        let outcome = try await invocation.backend().run(StoreVerify(dryRun: invocation.isDryRun))
        let read = "\(Quantity.counted(outcome.files, "content")) read (\(Quantity.bytes(outcome.bytes)))"
        let line =
            "\(read); \(Quantity.count(outcome.broken.count)) broken, \(Quantity.count(outcome.missing.count)) gone"
        let broken = outcome.broken.items.flatMap { broken in
            [broken.sha256] + broken.published.map { "\(broken.sha256) in \($0)" }
        }
        return Answer(
            outcome,
            exit: outcome.isPartial ? .partial : .done,
            [.line(line)] + Block.first("broken", broken, of: broken.count)
                + Block.first("gone", outcome.missing.items, of: outcome.missing.count)
                + (outcome.isPartial ? [.line(nextStep)] : [])
        )
    }

    private static let nextStep =
        "Run `packferry sync` on the side that fetches: it brings what is broken or gone again."

    private static let collect = Command<Action>(
        "gc",
        summary: "Remove the contents that no tree has and no snapshot lists.",
        discussion: """
            With --dry-run it says what would go. While something is fetched into the store, it waits for that, or says so.
            """,
        options: [grace],
        changes: .something
    ) { invocation in
        let arguments = StoreGC(grace: invocation.values[grace], dryRun: invocation.isDryRun)
        let outcome = try await invocation.backend().run(arguments)
        return Answer(outcome, blocks(outcome))
    }

    private static func blocks(_ outcome: StoreGC.Outcome) -> [Block] {
        let verb = outcome.isDryRun ? "would remove" : "removed"
        let since = outcome.oldest.map { ", the oldest of \($0)" } ?? ""
        let incoming = outcome.incoming
        return [
            .line("\(verb) \(Quantity.counted(outcome.blobs, "content")): \(Quantity.bytes(outcome.bytes))\(since)")
        ]
            + (incoming == 0
                ? []
                : [
                    .line(
                        "\(verb) \(Quantity.counted(incoming, "broken-off download")): \(Quantity.bytes(outcome.incomingBytes))"
                    )
                ])
            + (outcome.keptForSnapshots == 0
                ? [] : [.line("kept \(Quantity.counted(outcome.keptForSnapshots, "content")) that snapshots list")])
            + (outcome.keptAsYoung == 0
                ? [] : [.line("kept \(Quantity.counted(outcome.keptAsYoung, "content")) added lately")])
    }

    private static let statistics = Command<Action>(
        "stats",
        summary: "Say how much the store holds and what it spares.",
        changes: .nothing
    ) { invocation in
        let totals: StoreTotals = try await invocation.backend().api.get(APIPath.store)
        func amount(_ stored: StorageTotals.StoredBytes) -> String {
            "\(Quantity.count(stored.count)) (\(Quantity.bytes(stored.bytes)))"
        }
        let uses = totals.repositories.map {
            ("in \($0.repository)", "\(Quantity.counted($0.files, "name")) (\(Quantity.bytes($0.bytes)))")
        }
        let rows =
            [("folder", totals.path), ("contents", amount(totals.blobs))] + uses + [
                ("spared", Quantity.bytes(totals.savedBytes)), ("quarantine", amount(totals.quarantine)),
                ("incoming", amount(totals.incoming)),
            ]
        return Answer(totals, [.table(Table(details: rows))])
    }
}
