import API
import FoundationEssentials
import JSON
import Jobs
import Requests
import Testing
import Transfer
import Trees

@Suite("The contract and the types that are written and read")
struct ContractSchemaTests {
    /// What answers are made of; what these name is found from there.
    private static let answers: [any (Decodable & Sendable).Type] = [
        Problem.self, API.Artifact.self, CarriedFile.self, API.Schedule.self, API.Finding.self, API.Site.self,
        SiteRegistration.self, SnapshotComparison.self, SnapshotDetail.self, API.SnapshotSummary.self, HeldPackage.self,
        FileChange.self, Health.self, RouteInfo.self, StorageHistory.self, StorageTotals.self, VersionInfo.self,
        API.InstallCheck.self, Deletion.self, PackageDetail.self, PackageSummary.self, JobPackage.self, KeyList.self,
        JobList.self, API.JobEvent.self, ImportReceipt.self, Collect.Outcome.self, BrokenScan.Outcome.self,
        FindingRepair.Outcome.self, SnapshotCreate.Outcome.self, DiffBuild.Outcome.self, RefreshOutcome.self,
        ArtifactVerify.Outcome.self, ArtifactExport.Outcome.self, ImportStage.Outcome.self, Page<PackageSummary>.self,
        Page<JobPackage>.self, Page<API.Schedule>.self, Page<API.SnapshotSummary>.self, Page<HeldPackage>.self,
        Page<API.Artifact>.self, Page<CarriedFile>.self, Page<Import>.self, Page<API.Site>.self, Page<API.Finding>.self,
        Page<RouteInfo>.self, ImportPlan.Summary.self, RepositoryIdentity.self, Signer.self, SnapshotCounts.self,
        API.Schedule.StartedJob.self, API.Schedule.Skip.self, FieldError.self, API.Job.self, JobProgress.self,
        JobStep.self, FindingChange.self, ArtifactDelivery.self, SnapshotComparison.Counts.self, FileChange.self,
        Health.Check.self, StorageHistory.RepositorySeries.self, StorageHistory.RepositorySample.self,
        StorageHistory.DiskSeries.self, StorageHistory.DiskSample.self, RepositoryTotals.self,
        RepositoryTotals.ScopeTotals.self, StorageTotals.Site.self, StorageTotals.StoredBytes.self, DiskSpace.self,
        MissingPackage.self, PackageElsewhere.self, NamedHost.self, Deletion.File.self, PackageVersion.self,
        PackageHistory.Refresh.self, RefreshedPackage.File.self, RefreshProblem.self, Withdrawal.self, SigningKey.self,
        PublicKey.self, API.TrustedKey.self, BrokenFile.self, LeftBehind.self, ImportPlan.Summary.Conflict.self,
        ImportPlan.Summary.Missing.self, Excerpt<String>.self, Excerpt<BrokenFile>.self, Excerpt<LeftBehind>.self,
        Excerpt<HeldPackage>.self, Excerpt<RefreshProblem>.self, Excerpt<Withdrawal>.self, Excerpt<Deletion.File>.self,
        Sync.Outcome.self, SyncReport.Amount.self, SyncProblem.self, Excerpt<SyncProblem>.self,
        RepositoryTotals.MirrorTotals.self, Prune.Outcome.self, Prune.Part.self, PrunedPart.Removed.self,
        PrunedPart.Kept.self,
        Excerpt<PrunedPart.Removed>.self,
        Excerpt<PrunedPart.Kept>.self,
        StoreTotals.self, StoreTotals.Use.self, StoreVerify.Outcome.self, StoreVerify.Broken.self,
        Excerpt<StoreVerify.Broken>.self, StoreGC.Outcome.self,
    ]

    /// These write more than they need to read; that all of it is there is seen from real answers.
    private static let reading: [any (Decodable & Sendable).Type] = [
        Import.self, ImportOutcome.self, RollbackOutcome.self, SourceTrust.self,
    ]

    /// What requests may have, by schema.
    private static let requests: [(name: String, members: [RequestMember])] = [
        ("EmptyRequest", []), ("TryRequest", [.flag("dry_run")]),
        ("RefreshRequest", [repository] + PackageRefresh.members.filter { $0.name != "package" }),
        ("ApplyRequest", ImportApply.members.filter { !["import", "path"].contains($0.name) }),
        ("ScheduleRequest", ScheduleRequest.members), ("SnapshotNaming", SnapshotNaming.members),
        ("DeliveryAssertion", DeliveryAssertion.members), ("KeyTrust", KeyTrust.members),
        ("SourceTrustRequest", SourceTrust.members), ("CodeEntry", CodeEntry.members),
        ("StagingRequest", [repository] + ImportStage.members), start(Collect.self), start(BrokenScan.self),
        start(FindingRepair.self), start(SnapshotCreate.self), start(DiffBuild.self), start(FullRefresh.self),
        start(DeltaRefresh.self), start(PackageRefresh.self), start(ArtifactVerify.self), start(ArtifactExport.self),
        start(ImportStage.self), start(ImportApply.self), start(ImportRollback.self), start(Prune.self),
        start(Sync.self), start(StoreVerify.self), start(StoreGC.self),
    ]

    private static let repository = RequestMember.text("repository")

    private static func start<Arguments: JobArguments>(_ type: Arguments.Type) -> (String, [RequestMember]) {
        ("\(SchemaReader.name(of: type))Request", [repository] + type.members)
    }

    /// Documents that have pages of their own, and what stands beside others.
    private static let others = ["Configuration", "Receipt", "Tried"]

    @Test("say the same of every member: its type, whether it may be null, whether it is always there")
    func members() throws {
        let document = try ContractDocument()
        for type in Self.answers {
            let name = SchemaReader.name(of: type)
            let (said, real) = (try document.schema(name).bare, try SchemaReader.object(type).bare)
            #expect(said["required"] == real["required"], "\(name)")
            let (saidMembers, realMembers) = (said.properties, real.properties)
            #expect(saidMembers.keys.sorted() == realMembers.keys.sorted(), "\(name)")
            for (member, schema) in realMembers { #expect(saidMembers[member] == schema, "\(name).\(member)") }
        }
    }

    @Test("have the same members where more is written than must be read")
    func written() throws {
        let document = try ContractDocument()
        for type in Self.reading {
            // What is worked out anew whenever it is written is not read.
            let derived =
                type == SourceTrust.self
                ? [] : type == RollbackOutcome.self ? ["result", "changed"] : ["result", "changed", "import"]
            let real = try SchemaReader.members(of: type).keys.sorted()
            let said = try document.schema(SchemaReader.name(of: type)).properties.keys.sorted()
            #expect(said.filter { !derived.contains($0) } == real.filter { !derived.contains($0) }, "\(type)")
        }
    }

    @Test("have no schema that nothing is written as, and no reference that leads nowhere")
    func complete() throws {
        let document = try ContractDocument()
        let known = (Self.answers + Self.reading).map { SchemaReader.name(of: $0) } + Self.requests.map(\.name)
        #expect(Set(document.schemas.keys) == Set(known + Self.others))
        for reference in document.references {
            #expect(document.resolved(["$ref": .string(reference)]) != .null, "\(reference)")
        }
    }

    @Test("know every type of the room that is written or read")
    func everyType() throws {
        let root = "/" + #filePath.split(separator: "/").dropLast(4).joined(separator: "/") + "/Sources/Service/API"
        let known = Set(try ContractDocument().schemas.keys)
        var found = 0
        for file in try FileManager.default.subpathsOfDirectory(atPath: root) where file.hasSuffix(".swift") {
            let bytes = try #require(FileManager.default.contents(atPath: "\(root)/\(file)"))
            for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
                guard
                    let match = line.firstMatch(
                        of: /^package struct (\w+).*: .*(Codable|JobOutcome|JobArguments|ListAnswer)/
                    )
                else { continue }
                found += 1
                let name = String(match.1)
                #expect(name == "Page" || known.contains(name) || known.contains("\(name)Request"), "\(name)")
            }
        }
        #expect(found > 50)
    }

    @Test("say of every request the same members, which of them are needed, and what each may be", arguments: requests)
    func request(name: String, members: [RequestMember]) throws {
        let schema = try ContractDocument().schema(name)
        #expect(schema["additionalProperties"] == false)
        #expect(Set(schema.properties.keys) == Set(members.map(\.name)))
        let required = schema["required"]?.arrayValue?.compactMap(\.stringValue) ?? []
        #expect(Set(required) == Set(members.filter(\.isRequired).map(\.name)))
        for member in members {
            let own = try #require(schema.properties[member.name])
            #expect(own.accepts(.null) == !member.isRequired, "\(member.name)")
            for value in own.attempts {
                #expect(own.accepts(value) == Self.isTaken(value, by: member), "\(name).\(member.name): \(value)")
            }
        }
    }

    private static func isTaken(_ value: JSONValue, by member: RequestMember) -> Bool {
        (try? RequestMember.read(.object([(member.name, value)]), allowing: [member])) != nil
    }
}

extension JSONValue {
    var properties: [String: JSONValue] { Dictionary(self["properties"]?.objectValue ?? []) { first, _ in first } }

    /// A schema without what it says to people.
    fileprivate var bare: JSONValue {
        guard case .object(let members) = self else { return self }
        let kept = [
            "type", "enum", "format", "items", "properties", "required", "additionalProperties", "$ref", "oneOf",
        ]
        return .object(
            members.filter { kept.contains($0.0) }.map { name, value in
                switch name {
                case "properties": (name, .object((value.objectValue ?? []).map { ($0.0, $0.1.bare) }))
                case "oneOf": (name, .array((value.arrayValue ?? []).map(\.bare)))
                case "items", "additionalProperties": (name, value.bare)
                default: (name, value)
                }
            }.sorted { $0.0 < $1.0 }
        )
    }

    /// Whether a value is of one of the types of a schema, and within its bounds.
    fileprivate func accepts(_ value: JSONValue) -> Bool {
        let types = self["type"]?.arrayValue ?? [self["type"] ?? .null]
        guard types.contains(.string(value.typeName)) else { return false }
        if let words = self["enum"]?.arrayValue { return words.contains(value) }
        switch value {
        case .integer(let number):
            return number >= self["minimum"]?.integerValue ?? .min && number <= self["maximum"]?.integerValue ?? .max
        case .array(let elements):
            let count = Int64(elements.count)
            return count >= self["minItems"]?.integerValue ?? 0 && count <= self["maxItems"]?.integerValue ?? .max
                && elements.allSatisfy { self["items"]?.accepts($0) ?? true }
        case .string(let text):
            let length = Int64(text.count)
            let pattern = self["pattern"]?.stringValue.flatMap { try? Regex($0) }
            return length >= self["minLength"]?.integerValue ?? 0 && length <= self["maxLength"]?.integerValue ?? .max
                && (pattern.map { text.firstMatch(of: $0) != nil } ?? true)
        default: return true
        }
    }

    /// Values of every type, and those around the bounds of a schema.
    fileprivate var attempts: [JSONValue] {
        var attempts: [JSONValue] = [
            true, 1, "a", "/a", "", "a\u{0}", "7", "2026-11", "abc123", ["a"], [], [1], [:],
            .string(String(repeating: "a", count: 32)),
        ]
        if let longest = self["maxLength"]?.integerValue {
            attempts += [Int(longest), Int(longest) + 1].map { .string("/" + String(repeating: "x", count: $0 - 1)) }
        }
        if let least = self["minimum"]?.integerValue, let most = self["maximum"]?.integerValue {
            attempts += [least - 1, least, most, most + 1].map { .integer($0) }
        }
        if let most = self["maxItems"]?.integerValue {
            attempts += [Int(most), Int(most) + 1].map { .array(Array(repeating: "a", count: $0)) }
        }
        return attempts + (self["enum"]?.arrayValue ?? []).filter { !$0.isNull }
    }

    private var typeName: String {
        switch self {
        case .null: "null"
        case .bool: "boolean"
        case .integer: "integer"
        case .number: "number"
        case .string: "string"
        case .array: "array"
        case .object: "object"
        }
    }
}
