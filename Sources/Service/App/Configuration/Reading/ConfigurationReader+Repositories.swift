import Posix
import Spelling
import Trees
import YAML

extension ConfigurationReader {
    mutating func repositories(_ node: YAMLNode?) -> [RepositoryConfiguration] {
        let count = problems.count
        let repositories = entries(of: node, at: "repositories").compactMap { repository($0) }
        if repositories.isEmpty, problems.count == count {
            let suggestion = "Write `repositories: { npm: { type: npm, storage: ./storage } }`"
            report(node?.origin ?? .builtIn, "repositories names none", suggestion: suggestion)
        }
        return repositories
    }

    private mutating func repository(_ entry: YAMLEntry) -> RepositoryConfiguration? {
        let origin = ConfigurationOrigin.file(line: entry.position.line, column: entry.position.column)
        let path = "repositories.\(entry.key)"
        let name: RepositoryName? = parse(entry.key, "repositories", origin)
        let present = Set(entries(of: entry.value, at: path).map(\.key))
        let (ecosystem, isKnown) = ecosystem(of: entry, at: path, present)
        let settings = settings(of: ecosystem, entry, at: path, origin)
        guard let name, isKnown, let settings else { return nil }
        return RepositoryConfiguration(name: name, ecosystem: ecosystem, settings: settings)
    }

    /// What `type` says; where it says nothing of use, the kind whose folder is named, so that the other keys can be
    /// checked all the same.
    private mutating func ecosystem(
        of entry: YAMLEntry,
        at path: String,
        _ present: Set<String>
    ) -> (any Ecosystem, isKnown: Bool) {
        let node = (try? entry.value.entries())?.first { $0.key == "type" && !$0.value.isNull }?.value
        let likely = Ecosystems.all.first { present.contains($0.rootKey) } ?? Ecosystems.all[0]
        guard let node else {
            let origin = ConfigurationOrigin.file(line: entry.position.line, column: entry.position.column)
            report(origin, "\(path).type is missing", suggestion: "Write type: \(likely.type)")
            return (likely, false)
        }
        note(node.origin, of: "\(path).type")
        guard let type = reading("\(path).type", { () throws(YAMLError) in try node.text() }) else {
            return (likely, false)
        }
        if let known = Ecosystems.named(type) { return (known, true) }
        refuse(type, at: "\(path).type", node.origin)
        return (likely, false)
    }

    /// What later versions will know, so that it is not taken for a typing error.
    private static let planned: Set<String> = ["rpm", "pypi", "generic"]

    private mutating func refuse(_ type: String, at path: String, _ origin: ConfigurationOrigin) {
        let written = YAMLScalar.encoded(type)
        guard !Self.planned.contains(type) else {
            return report(origin, "\(path): \(written) is not available in this version")
        }
        let types = Ecosystems.all.map(\.type)
        let near = Spelling.nearest(to: type, among: types)
        report(
            origin,
            "\(path): \(written) is not a repository type: there are \(types.dropLast().joined(separator: ", ")) and \(types.last ?? "")",
            suggestion: near.map { "Did you mean \($0)?" }
        )
    }

    /// The values of all keys of an ecosystem; `nil` where one that must be there is not.
    private mutating func settings(
        of ecosystem: any Ecosystem,
        _ entry: YAMLEntry,
        at path: String,
        _ origin: ConfigurationOrigin
    ) -> TreeSettings? {
        let sets = KeySet.sets(of: ecosystem)
        let top = section(entry.value, at: path, sets.top)
        var sections = ["": top]
        for (name, keys) in sets.sections { sections[name] = section(top[name], at: "\(path).\(name)", keys) }
        var (paths, lists): ([String: AbsolutePath], [String: [String]]) = ([:], [:])
        var texts: [String: String] = [:]
        for setting in ecosystem.settings {
            guard let section = sections[setting.section] else { continue }
            switch setting.kind {
            case .path: paths[setting.key] = self.path(setting.name, section)
            case .list(let fallback, let limit, let check):
                lists[setting.key] = list(setting.name, section, limit: limit, check) ?? fallback
            case .text(let fallback, let check): texts[setting.key] = text(setting.name, section, check) ?? fallback
            case .planned: continue
            }
            guard let advice = setting.advice, section[setting.name] == nil else { continue }
            report(origin, "\(path).\(setting.key) is missing", suggestion: advice)
        }
        guard let root = paths[ecosystem.rootKey] else { return nil }
        return TreeSettings(repository: entry.key, root: root, paths: paths, lists: lists, texts: texts)
    }

    /// The texts of a list that pass a check; `nil` where the key is absent.
    private mutating func list(
        _ key: String,
        _ section: ConfigurationSection,
        limit: Int,
        _ check: (String) throws(SettingProblem) -> Void
    ) -> [String]? {
        guard let node = section[key] else { return nil }
        let path = "\(section.path)\(key)"
        note(node.origin, of: path)
        let items = reading(path) { () throws(YAMLError) in try node.items() } ?? []
        if items.count > limit { report(node.origin, "\(path) has more than \(limit) entries") }
        return items.compactMap { text($0, at: path, check) }
    }

    /// The text of a key, if it passes its check; `nil` where the key is absent.
    private mutating func text(
        _ key: String,
        _ section: ConfigurationSection,
        _ check: (String) throws(SettingProblem) -> Void
    ) -> String? {
        guard let node = section[key] else { return nil }
        let path = "\(section.path)\(key)"
        note(node.origin, of: path)
        return text(node, at: path, check)
    }

    private mutating func text(
        _ node: YAMLNode,
        at path: String,
        _ check: (String) throws(SettingProblem) -> Void
    ) -> String? {
        guard let text = reading(path, { () throws(YAMLError) in try node.text() }) else { return nil }
        do throws(SettingProblem) {
            try check(text)
            return text
        } catch {
            let suggestion = error.replacement.map { "Did you mean \(YAMLScalar.encoded($0))?" }
            let shown = error.showsText ? YAMLScalar.encoded(text) : "what stands there"
            report(node.origin, "\(path): \(shown) \(error.cause)", suggestion: suggestion)
            return nil
        }
    }
}

extension TreeSetting {
    /// The section that the key stands in; empty for one of the repository itself.
    var section: String { key.split(separator: ".").dropLast().joined(separator: ".") }
    /// The last part of the key.
    var name: String { key.split(separator: ".").last.map(String.init) ?? key }
}

extension KeySet {
    /// The keys of a repository of some type, and those of its sections.
    static func sets(of ecosystem: any Ecosystem) -> (top: KeySet, sections: [(name: String, keys: KeySet)]) {
        var names: [String] = []
        for setting in ecosystem.settings where !names.contains(setting.section) { names.append(setting.section) }
        func keys(_ section: String, planned: Bool) -> [String] {
            ecosystem.settings.filter { $0.section == section && $0.isPlanned == planned }.map(\.name)
        }
        let sections = names.filter { !$0.isEmpty }
        let top = KeySet(["type"] + keys("", planned: false) + sections, planned: keys("", planned: true))
        return (top, sections.map { ($0, KeySet(keys($0, planned: false), planned: keys($0, planned: true))) })
    }
}

extension TreeSetting {
    fileprivate var isPlanned: Bool {
        if case .planned = kind { return true }
        return false
    }
}
