import Jobs
import Transfer

extension Application {
    /// Throws where such jobs make no sense on this side (`site.role`).
    func require(_ side: JobSide) throws {
        guard let cause = configuration.values.site.role.objection(to: side) else { return }
        let hint = "If this side is to do that too, set site.role: both in \(configuration.file)"
        throw TransferError(.notPermitted, "site.role", cause, hint: hint)
    }
}

extension SiteRole {
    /// Why a job of one side is not done on this one; `nil` when it is.
    func objection(to side: JobSide) -> String? {
        switch (self, side) {
        case (.offline, .online):
            "is offline: archives are applied here; they are built, and repositories refreshed, on the other side"
        case (.online, .offline): "is online: archives are built here and applied on the other side"
        case (.both, _), (_, .both), (.online, .online), (.offline, .offline): nil
        }
    }
}
