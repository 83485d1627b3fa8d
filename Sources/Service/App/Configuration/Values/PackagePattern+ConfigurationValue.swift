import Npm

/// Written as in Verdaccio's `packages:`: `@private/*`, `plant-*`.
extension PackagePattern: ConfigurationValue {
    init(configured text: String) throws(ValueProblem) {
        do {
            try self.init(text)
        } catch {
            throw ValueProblem(error.reason)
        }
        // A scope alone is no package: the pattern would keep nothing back, and nobody would notice.
        guard !text.hasPrefix("@") || text.contains("/") else {
            throw ValueProblem("names a scope but no package", replacement: "\(text)/*")
        }
    }

    var configured: String { string }
}
