import Requests

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
