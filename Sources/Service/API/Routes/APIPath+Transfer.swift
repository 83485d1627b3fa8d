extension APIPath {
    /// The list of snapshots.
    package static func snapshots(_ query: ListQuery<SnapshotSummary> = ListQuery()) -> String {
        of(.listSnapshots, query: query.pairs)
    }

    /// Where a snapshot is taken.
    package static let newSnapshot = of(.createSnapshot)

    /// Where a snapshot gets a name.
    package static func names(ofSnapshot id: String) -> String { of(.nameSnapshot, id) }

    /// One name of a snapshot, to be taken from it.
    package static func name(
        _ name: String,
        ofSnapshot id: String,
        _ query: DryRunQuery = DryRunQuery()
    ) -> String {
        of(.unnameSnapshot, id, name, query: query.pairs)
    }

    /// One snapshot, to be deleted.
    package static func deletion(ofSnapshot id: String, _ query: DryRunQuery) -> String {
        of(.deleteSnapshot, id, query: query.pairs)
    }

    /// One snapshot.
    package static func snapshot(_ id: String) -> String { of(.showSnapshot, id) }

    /// What a snapshot holds, by package.
    package static func packages(ofSnapshot id: String, _ query: ListQuery<HeldPackage> = ListQuery()) -> String {
        of(.listSnapshotPackages, id, query: query.pairs)
    }

    /// The difference of two snapshots.
    package static func comparison(
        of base: String,
        with target: String,
        _ query: ListQuery<FileChange> = ListQuery()
    ) -> String {
        of(.compareSnapshots, base, target, query: query.pairs)
    }

    /// The list of artifacts.
    package static func artifacts(_ query: ListQuery<Artifact> = ListQuery()) -> String {
        of(.listArtifacts, query: query.pairs)
    }

    /// One artifact.
    package static func artifact(_ id: String) -> String { of(.showArtifact, id) }

    /// One artifact, to be deleted.
    package static func deletion(ofArtifact id: String, _ query: ArtifactDeletionQuery) -> String {
        of(.deleteArtifact, id, query: query.pairs)
    }

    /// The files that an artifact carries.
    package static func files(ofArtifact id: String, _ query: ListQuery<CarriedFile> = ListQuery()) -> String {
        of(.listArtifactFiles, id, query: query.pairs)
    }

    /// What an artifact carries, by package.
    package static func packages(ofArtifact id: String, _ query: ListQuery<HeldPackage> = ListQuery()) -> String {
        of(.listArtifactPackages, id, query: query.pairs)
    }

    /// Where an artifact is checked.
    package static func verification(ofArtifact id: String) -> String { of(.verifyArtifact, id) }

    /// The file of an artifact.
    package static func download(ofArtifact id: String) -> String { of(.downloadArtifact, id) }

    /// The checksums of an artifact.
    package static func checksums(ofArtifact id: String) -> String { of(.downloadChecksums, id) }

    /// The manifest of an artifact.
    package static func manifest(ofArtifact id: String) -> String { of(.downloadManifest, id) }

    /// The list of imports.
    package static func imports(_ query: ListQuery<Import> = ListQuery()) -> String {
        of(.listImports, query: query.pairs)
    }

    /// Where an archive is staged.
    package static func staging(_ query: StagingQuery = StagingQuery()) -> String {
        of(.stageImport, query: query.pairs)
    }

    /// One import.
    package static func `import`(_ id: String) -> String { of(.showImport, id) }

    /// One import, to be deleted.
    package static func deletion(ofImport id: String, _ query: RepositoryDryRunQuery) -> String {
        of(.deleteImport, id, query: query.pairs)
    }

    /// The keys of this side, and those that are trusted.
    package static func keys(_ query: RepositoryQuery = RepositoryQuery()) -> String {
        of(.listKeys, query: query.pairs)
    }

    /// Where a key is trusted.
    package static let newKey = of(.trustKey)

    /// One trusted key, to be retired.
    package static func key(_ fingerprint: String, _ query: KeyQuery) -> String {
        of(.retireKey, fingerprint, query: query.pairs)
    }

    /// Where a further source is taken.
    package static let newSource = of(.trustSource)

    /// Where an import is taken back.
    package static func rollback(ofImport id: String) -> String { of(.rollBackImport, id) }

    /// Where an import is applied.
    package static func application(ofImport id: String) -> String { of(.applyImport, id) }

    /// Where somebody says that an artifact got to a site.
    package static func delivery(ofArtifact id: String) -> String { of(.markDelivered, id) }

    /// The receipt of an import.
    package static func receipt(ofImport id: String, _ query: RepositoryQuery = RepositoryQuery()) -> String {
        of(.downloadReceipt, id, query: query.pairs)
    }

    /// The list of sites.
    package static func sites(_ query: ListQuery<Site> = ListQuery()) -> String { of(.listSites, query: query.pairs) }

    /// One site.
    package static func site(_ name: String, _ query: RepositoryQuery = RepositoryQuery()) -> String {
        of(.showSite, name, query: query.pairs)
    }

    /// Where a site is retired.
    package static func retirement(ofSite name: String, _ query: RepositoryQuery = RepositoryQuery()) -> String {
        of(.retireSite, name, query: query.pairs)
    }

    /// Where receipts and codes are taken.
    package static func receipts(_ query: ReceiptQuery = ReceiptQuery()) -> String {
        of(.registerReceipt, query: query.pairs)
    }

    /// The list of what is here.
    package static func inventory(_ query: RepositoryQuery = RepositoryQuery()) -> String {
        of(.downloadInventory, query: query.pairs)
    }

    /// Where inventories are taken.
    package static func inventories(_ query: InventoryQuery = InventoryQuery()) -> String {
        of(.registerInventory, query: query.pairs)
    }
}
