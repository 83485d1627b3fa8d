import Transfer

extension Application {
    /// Throws where archives are not built on this side (`site.role`).
    func requireBuilding() throws {
        guard !configuration.values.site.role.builds else { return }
        throw refusal("is offline: archives are applied here and built on the other side", toDo: "build")
    }

    /// Throws where nothing is fetched from upstream on this side (`site.role`).
    func requireRefreshing() throws {
        guard !configuration.values.site.role.builds else { return }
        throw refusal("is offline: repositories are refreshed on the other side", toDo: "refresh")
    }

    /// Throws where archives are not applied on this side (`site.role`).
    func requireImporting() throws {
        guard !configuration.values.site.role.imports else { return }
        throw refusal("is online: archives are built here and applied on the other side", toDo: "take")
    }

    private func refusal(_ cause: String, toDo verb: String) -> TransferError {
        let hint = "If this side is to \(verb) some, set site.role: both in \(configuration.file)"
        return TransferError(.notPermitted, "site.role", cause, hint: hint)
    }
}
