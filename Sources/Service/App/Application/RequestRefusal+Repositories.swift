import Requests
import Trees

extension RequestRefusal {
    static func repositoryNeeded(choices: [String]) -> RequestRefusal {
        RequestRefusal(
            member: "repository",
            "Several repositories are configured; name one of \(choices.joined(separator: ", "))."
        )
    }

    static func unknownRepository(_ name: String, choices: [String]) -> RequestRefusal {
        RequestRefusal(
            member: "repository",
            "There is no repository \"\(name)\"; configured are \(choices.joined(separator: ", "))."
        )
    }
}

extension RepositoryConfiguration {
    /// Throws a refusal of the member of a request of which a text is no value of a key of this repository.
    func require(_ texts: [String], for key: String, as member: String) throws {
        guard case .list(_, _, let check) = ecosystem.settings.first(where: { $0.key == key })?.kind else { return }
        for text in texts {
            do throws(SettingProblem) {
                try check(text)
            } catch {
                let instead = error.replacement.map { "; did you mean \($0)?" } ?? "."
                throw RequestRefusal(member: member, "\"\(text)\" \(error.cause)\(instead)")
            }
        }
    }
}
