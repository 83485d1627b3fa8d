import API
import Crypto
import Jobs
import Logging
import Posix
import Reporting
import Spooling
import Transfer
import Trees

extension JobKind {
    /// Builds an artifact of what is new.
    static func diffBuild(_ application: Application) -> JobKind {
        JobKind(
            DiffBuild.self,
            steps: { [.walk, .read] + application.captureSteps(of: $0) + [.pack, .readBack] },
            claims: { [.tree($0)] },
            prepare: { given, _ in
                var arguments = given
                // What a name means now is what is built upon, whatever it means when the job's turn comes.
                arguments.baseline = try await application.snapshotID(given.baseline)
                return arguments
            },
            run: { arguments, context in
                let repository = try application.repository(context.repository)
                let selection = try await application.pages.run { try CaptureSelection(arguments) }
                if let selection, arguments.dryRun != true {
                    try await application.fetch(selection, into: repository, for: context)
                }
                let result = try await application.build(
                    repository,
                    BuildRequest(arguments, selection: selection),
                    run: context.run,
                    reporter: context.reporter
                )
                let isDryRun = arguments.dryRun ?? false
                let outcome = try await DiffBuild.Outcome(result, isDryRun: isDryRun, in: application.artifacts)
                outcome.tell(context.log)
                return outcome
            }
        )
    }
}

extension BuildRequest {
    fileprivate init(_ arguments: DiffBuild, selection: CaptureSelection?) {
        let isFull = arguments.full ?? false
        self.init(
            baseline: isFull ? .none : arguments.baseline.map(Baseline.snapshot) ?? .sites(arguments.sites ?? []),
            allowShrink: arguments.allowShrink ?? false,
            deep: arguments.deep ?? false,
            dryRun: arguments.dryRun ?? false,
            note: arguments.note ?? "",
            selection: selection
        )
    }
}

extension CaptureSelection {
    /// What arguments select, with the file that they name; `nil` where that is all.
    ///
    /// Blocks.
    fileprivate init?(_ arguments: DiffBuild) throws {
        guard arguments.only != nil || arguments.lockfile != nil else { return nil }
        self.init(specs: arguments.only ?? [], file: try arguments.lockfile.map(PackageListFile.read))
    }
}

extension DiffBuild.Outcome {
    private static let shownWarnings = 200

    fileprivate init(_ result: BuildResult, isDryRun: Bool, in artifacts: ArtifactStore) async throws {
        let (manifest, artifact) = (result.manifest, result.artifact)
        let current = try await artifacts.current(result)
        let warnings = try result.warnings + (current.map { try Self.losses(of: artifacts.looked(at: $0)) } ?? [])
        self.init(
            isDryRun: isDryRun,
            changed: manifest != nil,
            artifact: artifact?.id,
            current: current?.id,
            path: artifact.map { "\(artifacts.folder.path)/\($0.id).tar.zst" },
            sha512: artifact?.sha512.hex,
            size: artifact?.size,
            scope: manifest?.scope.rawValue,
            base: manifest?.base,
            baseName: manifest?.baseArchive?.name,
            target: result.target.id,
            files: manifest?.counts.files ?? 0,
            bytes: manifest?.counts.bytes ?? 0,
            versions: manifest?.counts.versions ?? 0,
            packages: manifest?.counts.packages ?? 0,
            deletes: manifest?.deletes.count ?? 0,
            contents: Excerpt(
                of: artifact == nil ? HeldPackage.all(in: (manifest?.files ?? []).lazy.map(\.entry)) : []
            ),
            held: result.held,
            leftBehind: Excerpt(of: result.report.leftBehind),
            notCached: Excerpt(of: result.report.notCached),
            warnings: Array(warnings.prefix(Self.shownWarnings))
        )
    }

    /// What whoever needs this state has to know of the archive that carries it.
    private static func losses(of artifact: Transfer.Artifact) -> [String] {
        switch artifact.state {
        case .missing: ["the file of \(artifact.id), which carries this state, is gone: build it again with --full"]
        case .damaged: ["the file of \(artifact.id), which carries this state, is damaged: build it again with --full"]
        case .built, .downloaded, .delivered: []
        }
    }

    /// Writes into the log of the job what came of it.
    fileprivate func tell(_ log: Reporter) {
        for warning in warnings { log.log(.warning, warning) }
        guard changed else {
            return log.log(.info, "nothing changed", ["target": target, "artifact": current ?? "none"])
        }
        var fields = [
            "scope": scope ?? "", "base": baseName ?? base ?? "none", "target": target, "files": "\(files)",
            "bytes": "\(bytes)", "versions": "\(versions)", "packages": "\(packages)", "deletes": "\(deletes)",
        ]
        fields["size"] = size.map { "\($0)" }
        fields["sha512"] = sha512
        log.log(.info, artifact.map { "built \($0)" } ?? "would carry", fields)
    }
}
