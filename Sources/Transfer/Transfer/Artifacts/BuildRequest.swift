/// What kind of archive is wanted.
package struct BuildRequest: Sendable, Equatable {
    /// Where the delta starts.
    package enum Baseline: Sendable, Equatable {
        /// At the target of the last archive that was built.
        case lastBuilt
        /// At what these sites hold, or all that count where none is named; at the target of the last archive while none
        /// is known.
        case sites([String])
        /// At a snapshot of this repository, by its id, the beginning of that, or its name.
        case snapshot(String)
        /// At nothing: the archive carries everything.
        case none
    }

    /// Where the delta starts.
    package let baseline: Baseline
    package let allowShrink: Bool
    /// Read every byte of the tree again instead of trusting the index.
    package let deep: Bool
    /// Say what would be packed, and pack nothing.
    package let dryRun: Bool
    /// A remark for people, kept with the artifact.
    package let note: String
    /// The part of the tree that is to travel for itself; `nil` for all of it.
    package let selection: CaptureSelection?

    package init(
        baseline: Baseline = .lastBuilt,
        allowShrink: Bool = false,
        deep: Bool = false,
        dryRun: Bool = false,
        note: String = "",
        selection: CaptureSelection? = nil
    ) {
        self.baseline = baseline
        self.allowShrink = allowShrink
        self.deep = deep
        self.dryRun = dryRun
        self.note = note
        self.selection = selection
    }
}

/// What a build gave.
package struct BuildResult: Sendable {
    /// What the archive carries, or would carry; `nil` when nothing changed.
    package let manifest: Manifest?
    /// The archive; `nil` when nothing changed or it was a dry run.
    package let artifact: Artifact?
    /// The snapshot that it was compared with; `nil` when everything was to be carried.
    package let base: String?
    /// The archive that carries this state for those who lack it; `nil` where one is made, or was not looked for.
    package let carrier: Artifact?
    /// What was gone of earlier archives and had to be done without, and what should be looked at, in sentences.
    package let remarks: [String]
    /// How many files are not deleted elsewhere although they are not here, since the tree was restored.
    package let withheldDeletes: Int
    /// The state of the tree.
    package let target: SnapshotSummary
    /// How many files the target lists that are broken now or cannot be read, and therefore do not travel.
    package let held: Int
    /// What was seen of the tree besides.
    package let report: TreeReport

    /// What people should read, in sentences.
    package var warnings: [String] { remarks + withheld + report.warnings + report.notices }
    /// Whether something stays at home that should travel.
    package var isPartial: Bool { held > 0 || !report.leftBehind.isEmpty }
    /// Whether it was compared with what was carried before, and all of that is here.
    package var lacksNothing: Bool { base != nil && withheldDeletes == 0 }

    private var withheld: [String] {
        guard withheldDeletes > 0 else { return [] }
        let isOne = withheldDeletes == 1
        let files = isOne ? "1 file that was carried is" : "\(withheldDeletes) files that were carried are"
        return ["\(files) not here since the storage came back from a backup: no site is told to delete any"]
    }
}
