import API
import App
import Arguments
import Posix

/// The command `packferry artifact build`.
enum ArtifactBuild {
    private static let baseline = Option<String?>(
        "baseline",
        ValueType.nonEmpty.asked(.snapshots),
        valueName: "snapshot",
        help: "Start from this snapshot instead of what the sites hold."
    )
    private static let sites = Option<[String]>(
        repeated: "site",
        ValueType.nonEmpty.asked(.sites),
        valueName: "name",
        help: "Start from what this site holds; without it from what all of them hold."
    )
    private static let full = Flag("full", help: "Carry everything.")
    private static let deep = Flag("deep", help: "Read every byte of the storage again instead of trusting the index.")
    private static let allowShrink = Flag("allow-shrink", help: "Build although the storage lost suspiciously much.")
    private static let note = Option<String?>("note", .nonEmpty, valueName: "text", help: "A remark to keep with it.")
    private static let only = Option<[String]>(
        repeated: "only",
        .nonEmpty,
        valueName: "package",
        help: "Carry only this package, as name@range, with all that it depends on."
    )
    private static let lockfile = Option<String?>(
        "lockfile",
        .file,
        help: "Carry only what this lockfile, package.json or list of packages names."
    )

    static let command = Command<Action>(
        "build",
        summary: "Pack what is new into one archive.",
        discussion: """
            Freezes the storage, compares it with what all sites hold by their receipts and inventories, or with what was built last while no site is known, and packs what is new or changed, with the documents of its packages. The archive is read back whole before it is published.
            """,
        examples: [
            Example("packferry artifact build", "What is new since the last archive:"),
            Example("packferry artifact build --only left-pad@1.3.0", "One urgent package:"),
        ],
        options: [baseline, sites, full, deep, allowShrink, note, only, lockfile],
        exclusive: [.atMostOne(of: baseline, sites, full)],
        changes: .something
    ) { invocation in
        let built = try await invocation.backend().run(arguments(invocation))
        let view = try await view(of: built, invocation)
        return Answer(built, exit: view.exit, view.blocks)
    }

    /// What people read of a build, and how whoever ran it ends.
    static func view(
        of built: DiffBuild.Outcome,
        _ invocation: Invocation
    ) async throws -> (exit: ExitCode, blocks: [Block]) {
        let leavings = LeavingsView(
            built.leftBehind,
            held: built.held,
            notCached: built.notCached,
            for: invocation.console
        )
        let blocks = try await blocks(built, leavings, invocation.backend())
        return (leavings.exit, blocks + leavings.lines(built.warnings))
    }

    private static func blocks(
        _ built: DiffBuild.Outcome,
        _ leavings: LeavingsView,
        _ backend: any Backend
    ) async throws -> [Block] {
        if let id = built.artifact {
            return [.table(ArtifactCommands.details(try await backend.artifact(id), leavings.details))]
        }
        if built.changed { return [.table(dryRun(built, leavings))] + HeldPackage.blocks(built.contents) }
        let carrier = built.current.map { "; \($0) carries that state" } ?? ""
        return [.line("nothing changed since snapshot \(built.target)\(carrier)")] + leavings.summary
    }

    private static func arguments(_ invocation: Invocation) throws -> DiffBuild {
        let values = invocation.values
        var arguments = DiffBuild()
        arguments.only = values[only].isEmpty ? nil : values[only]
        arguments.lockfile = try values[lockfile].map(invocation.ownFile)
        arguments.baseline = values[baseline]
        arguments.sites = values[sites].isEmpty ? nil : values[sites]
        arguments.full = values[full]
        arguments.deep = values[deep]
        arguments.allowShrink = values[allowShrink]
        arguments.dryRun = values.isDryRun
        arguments.note = values[note]
        return arguments
    }

    private static func dryRun(_ report: DiffBuild.Outcome, _ leavings: LeavingsView) -> Table {
        Table(
            details: [
                ("would carry", "\(Quantity.counted(report.files, "file")) (\(Quantity.bytes(report.bytes)))"),
                ("versions", Quantity.versions(report.versions, packages: report.packages)),
                ("scope", report.scope),
                ("deletes", Quantity.some(report.deletes)),
                ("base", ArtifactCommands.base(report.base, report.baseName)),
                ("target", report.target),
            ] + leavings.details
        )
    }
}
