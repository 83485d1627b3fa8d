extension RepositoryType: ConfigurationValue {
    /// What later versions will know, so that it is not taken for a typing error.
    private static let planned: Set<String> = ["apt", "rpm", "pypi", "generic"]

    init(configured text: String) throws(ValueProblem) {
        if let type = RepositoryType(rawValue: text) {
            self = type
            return
        }
        guard !Self.planned.contains(text) else { throw ValueProblem("is not available in this version") }
        throw ValueProblem("is not a repository type: there is npm", replacement: "npm")
    }
}
