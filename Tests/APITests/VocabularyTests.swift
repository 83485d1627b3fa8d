import API
import Jobs
import Testing
import Transfer
import Trees

@Suite("Words of the API")
struct VocabularyTests {
    @Test("every word of a fixed list is spelled like this")
    func words() {
        expect(JobState.self, "queued blocked running succeeded partial failed cancelled interrupted")
        expect(JobStep.State.self, "pending running done failed skipped")
        expect(JobEvent.Kind.self, "state progress log changed lagged end")
        expect(Jobs.JobEvent.Collection.self, "packages findings snapshots artifacts imports sites schedules storage")
        expect(PackageVersion.State.self, "present broken missing not-cached")
        expect(FileChange.Change.self, "added changed removed")
        expect(Transfer.Artifact.State.self, "built downloaded delivered damaged missing")
        expect(Import.State.self, "staged applying applied rolled-back")
        expect(Site.State.self, "active retired")
        expect(SiteStatement.Evidence.self, "applied rolled-back inventory")
        expect(Delivery.State.self, "asserted proven")
        expect(Registration.Verdict.self, "news known older")
        expect(SiteOrder.self, "name heard")
        expect(Transfer.Finding.State.self, "open repairing ignored repaired failed")
        expect(API.Finding.Act.self, "repair ignore reopen")
        expect(Health.Status.self, "pass warn fail")
        expect(Health.ComponentType.self, "component datastore system")
        expect(AccessScope.self, "read write admin")
        expect(CatalogOrder.self, "name updated bytes versions findings")
        expect(FindingOrder.self, "path kind found attempts")
        expect(ArtifactOrder.self, "created name size")
        expect(SnapshotOrder.self, "created name bytes files")
        expect(ImportOrder.self, "since name sequence")
        expect(ScheduleOrder.self, "name next last")
        expect(HeldPackageOrder.self, "name bytes files")
        expect(FileOrder.self, "path size")
        expect(Prune.Kind.self, "artifacts snapshots undo staging quarantine jobs logs")
        expect(SyncReport.Outcome.self, "changed unchanged partial kept")
        expect(ListFormat.self, "json csv")
    }

    private func expect<Word: CaseIterable & RawRepresentable<String>>(
        _ type: Word.Type,
        _ words: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(type.allCases.map(\.rawValue).joined(separator: " ") == words, sourceLocation: sourceLocation)
    }

    @Test("a word that is not in its list is refused", arguments: ["\"done\"", "\"Queued\"", "\"\"", "1", "null"])
    func unknownWord(json: String) {
        #expect(throws: (any Error).self) { try APICoding.decode(JobState.self, from: Array(json.utf8)) }
    }

    @Test("every kind of problem has this status", arguments: zip(ProblemCode.allCases, problems))
    func problem(code: ProblemCode, row: String) {
        #expect("\(code.status) \(code.rawValue)" == row)
        #expect(code.type == "urn:packferry:problem:\(code.rawValue)")
    }

    @Test("the table of problems has a row for every kind")
    func complete() {
        #expect(Self.problems.count == ProblemCode.allCases.count)
    }

    private static let problems = [
        "400 bad-request", "400 malformed-json", "403 not-permitted", "404 not-found", "405 method-not-allowed",
        "406 not-acceptable", "408 timeout", "409 conflict", "409 job-exists", "409 wrong-state", "409 in-use",
        "409 shrunk", "409 locked", "410 gone", "412 precondition-failed", "413 too-large", "414 target-too-long",
        "415 unsupported-media-type", "416 range-not-satisfiable", "417 expectation-failed", "421 misdirected",
        "422 invalid-request", "422 key-reused",
        "422 archive-refused", "422 untrusted", "422 missing-base", "422 package-list-refused", "409 adoption-needed",
        "429 quota-reached", "431 fields-too-large", "500 internal-error",
        "500 input-output",
        "500 file-missing", "500 access-denied",
        "501 not-implemented", "502 upstream-unreachable", "503 unavailable",
        "503 storage-unavailable", "503 database-unusable", "503 records-unusable", "503 key-unusable",
        "503 interrupted",
        "503 unknown-job-type",
        "505 version-not-supported", "507 no-space",
    ]
}
