import API
import Arguments

/// The command `packferry collect`.
enum CollectCommand {
    private static let deep = Flag("deep", help: "Read every byte again instead of trusting the index.")
    private static let allowShrink = Flag(
        "allow-shrink",
        help: "Take the storage as it is, although much of it is gone."
    )

    static let command = Command<Action>(
        "collect",
        summary: "Read the storage again, as far as it changed.",
        options: [deep, allowShrink],
        changes: .nothing
    ) { invocation in
        var arguments = Collect()
        arguments.deep = invocation.values[deep]
        arguments.allowShrink = invocation.values[allowShrink]
        let report = try await invocation.backend().run(arguments)
        let found = "\(Quantity.counted(report.packages, "package")), \(Quantity.counted(report.files, "file"))"
        let read = "\(Quantity.count(report.packagesRead)) read"
        let leavings = LeavingsView(report.leftBehind, for: invocation.console)
        let line = "\(found); \(read); \(Quantity.counted(report.findings, "finding"))"
        return Answer(report, exit: leavings.exit, [.line(line)] + leavings.summary + leavings.lines())
    }
}
