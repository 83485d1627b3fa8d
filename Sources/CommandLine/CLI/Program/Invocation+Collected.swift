import API

extension Invocation {
    /// Says that an empty list means nothing, where the storage was never read.
    func noteUncollected(_ backend: any Backend) async throws {
        let storage: StorageTotals = try await backend.api.get(APIPath.storage)
        let unread = storage.repositories.filter { repository in
            repository.collected == nil && repository.name == backend.repositoryName ?? repository.name
        }
        for repository in unread {
            console.say("\(repository.path) was never read: run 'packferry collect' first.")
        }
    }
}
