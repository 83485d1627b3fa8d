import API
import Arguments
import Transfer

/// The command `packferry artifact mark-delivered`.
enum ArtifactDelivered {
    private static let site = Option<String>(
        required: "site",
        ValueType.nonEmpty.validated { ShortNameRule.isKept(by: $0) ? nil : "it \(ShortNameRule.clause)" }
            .asked(.sites),
        valueName: "name",
        help: "The site that it got to."
    )
    private static let asserter = Option<String>(required: "by", .nonEmpty, valueName: "who", help: "Who says so.")
    private static let reason = Option<String>(
        required: "reason",
        .nonEmpty,
        valueName: "text",
        help: "How they know."
    )

    static let command = Command<Action>(
        "mark-delivered",
        summary: "Say that an artifact got to a site that sends no receipt.",
        discussion: """
            It is recorded as asserted, not as proven: the next archive still starts from what the receipts and inventories of the sites say.
            """,
        options: [site, asserter, reason],
        arguments: [ArtifactCommands.id],
        changes: .something
    ) { invocation in
        let values = invocation.values
        let assertion = DeliveryAssertion(
            site: values[site],
            by: values[asserter],
            reason: values[reason],
            isDryRun: invocation.isDryRun
        )
        let path = APIPath.delivery(ofArtifact: values[ArtifactCommands.id])
        let artifact: Artifact = try await invocation.backend().writingAPI.post(path, assertion)
        return Answer(
            Tried(artifact, isDryRun: invocation.isDryRun),
            [
                .line(
                    "\(artifact.id) \(invocation.isDryRun ? "would be" : "is") marked as delivered to \(assertion.site)"
                )
            ]
        )
    }
}
