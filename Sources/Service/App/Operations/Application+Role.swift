import Transfer

extension Application {
    /// Throws where archives are not built on this side (`site.role`).
    func requireBuilding() throws {
        guard !configuration.values.site.role.builds else { return }
        throw TransferError(
            .notPermitted,
            "site.role",
            "is offline: archives are applied here and built on the other side",
            hint: "If this side is to build some, set site.role: both in \(configuration.file)"
        )
    }

    /// Throws where archives are not applied on this side (`site.role`).
    func requireImporting() throws {
        guard !configuration.values.site.role.imports else { return }
        throw TransferError(
            .notPermitted,
            "site.role",
            "is online: archives are built here and applied on the other side",
            hint: "If this side is to take some, set site.role: both in \(configuration.file)"
        )
    }
}
