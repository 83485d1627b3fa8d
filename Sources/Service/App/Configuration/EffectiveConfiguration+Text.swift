package import JSON
import Jobs
import Logging
import Posix
import Transfer
import Trees
import YAML

extension EffectiveConfiguration {
    /// A file that says the same, with a comment after each value on where it came from.
    package var text: String {
        let width = min(60, lines.map(\.text.count).max() ?? 0)
        return lines.map { $0.rendered(width: width) }.joined()
    }

    /// The same for programs: `configuration` with the keys as in the file, and in `origins` where each value came from,
    /// its key written with dots.
    package var document: JSONValue {
        let settings = lines.compactMap(\.setting)
        return [
            "file": .string(file.string),
            "configuration": .object(
                Self.nested(settings.map { (Self.keys(of: $0.path), $0.value) })
                    + [("schedules", .array(values.schedules.map(\.document)))]
            ),
            "origins": .object(
                (settings.map(\.path) + values.schedules.indices.map(ConfigurationReader.schedule)).map { path in
                    (path, .string(origin(of: path).description))
                }
            ),
        ]
    }

    /// The keys that lead to a value; only what follows the name of a repository has further ones.
    private static func keys(of path: String) -> ArraySlice<String> { path.split(separator: ".").map(String.init)[...] }

    /// Objects in objects, each key where it was first.
    private static func nested(_ values: [(keys: ArraySlice<String>, value: JSONValue)]) -> [(String, JSONValue)] {
        var order: [String] = []
        for key in values.compactMap(\.keys.first) where !order.contains(key) { order.append(key) }
        return order.map { key in
            let own = values.filter { $0.keys.first == key }
            if let only = own.first, only.keys.count == 1 { return (key, only.value) }
            return (key, .object(nested(own.map { ($0.keys.dropFirst(), $0.value) })))
        }
    }

    private var lines: [Line] { site + top + sections + repositories + schedules }

    private var schedules: [Line] {
        guard !values.schedules.isEmpty else { return [] }
        return [Line(text: "schedules:")]
            + values.schedules.enumerated().map { index, schedule in
                Line(text: "  - \(schedule.configured)", origin: origin(of: ConfigurationReader.schedule(index)))
            }
    }

    private struct Line {
        let text: String
        var origin: ConfigurationOrigin?
        /// The setting that it is about; nil for what only begins a section.
        var setting: (path: String, value: JSONValue)?

        func rendered(width: Int) -> String {
            guard let origin else { return "\(text)\n" }
            return "\(text)\(String(repeating: " ", count: max(0, width - text.count)))  # \(origin)\n"
        }
    }

    private var site: [Line] {
        [Line(text: "site:"), line(.siteRole, values.site.role), line(.siteName, values.site.name)]
    }

    private var top: [Line] {
        let address = values.publicURL.map { line(.publicURL, $0) }
        return [line(.listen, values.listen), list("hosts", values.hosts, indentedBy: 0)]
            + (address.map { [$0] } ?? []) + [list("proxies", values.proxies, indentedBy: 0)]
    }

    private var sections: [Line] { paths + others }

    private var paths: [Line] {
        let pages = values.paths.publicFiles.map { line(.publicFiles, text: $0.string) }
        return [
            Line(text: "paths:"),
            line(.state, text: values.paths.state.string),
            line(.artifacts, text: values.paths.artifacts.string),
            line(.snapshots, text: values.paths.snapshots.string),
            line(.data, text: values.paths.data.string),
        ] + (pages.map { [$0] } ?? [])
    }

    private var others: [Line] {
        let rate = values.limits.downloadRate.map { line(.downloadRate, $0) }
        let size = values.limits.stagedSize.map { line(.stagedSize, $0) }
        return [
            Line(text: "auth:"),
            line(.authentication, values.authentication),
            Line(text: "limits:"),
            line(.threads, values.limits.threads),
        ] + (rate.map { [$0] } ?? []) + [
            line(.uploads, values.limits.uploads),
            line(.staged, values.limits.staged),
        ] + (size.map { [$0] } ?? []) + [
            Line(text: "retention:")
        ] + retention
    }

    private var retention: [Line] {
        [
            line(.jobRetention, values.retention.jobs),
            line(.logRetention, values.retention.logs),
            line(.artifactRetention, values.retention.artifacts),
            line(.snapshotRetention, values.retention.snapshots),
            line(.undoRetention, values.retention.undo),
            line(.stagingRetention, values.retention.staging),
            line(.quarantineRetention, values.retention.quarantine),
            line(.reserve, values.retention.reserve),
            Line(text: "log:"),
            line(.logLevel, values.logLevel),
        ]
    }

    private var repositories: [Line] {
        [Line(text: "repositories:")] + values.repositories.flatMap(lines)
    }

    private func lines(_ repository: RepositoryConfiguration) -> [Line] {
        var lines = [
            Line(text: "  \(YAMLScalar.encoded(repository.name.string)):"),
            line(repository.path(of: "type"), repository.type, indentedBy: 4),
        ]
        var section = ""
        for setting in repository.ecosystem.settings {
            guard let line = line(setting, of: repository) else { continue }
            if setting.section != section { lines.append(Line(text: "    \(setting.section):")) }
            section = setting.section
            lines.append(line)
        }
        return lines
    }

    private func line(_ setting: TreeSetting, of repository: RepositoryConfiguration) -> Line? {
        let (path, indentation) = (repository.path(of: setting.key), setting.section.isEmpty ? 4 : 6)
        switch setting.kind {
        case .path:
            return repository.settings.path(setting.key).map { line(path, $0.string, indentedBy: indentation) }
        case .list: return list(path, texts: repository.settings.list(setting.key), indentedBy: indentation)
        case .text(let fallback, _):
            return repository.settings.text(setting.key).map { text in
                let value = Self.value(text, like: fallback)
                let written = value.stringValue.map { YAMLScalar.encoded($0) } ?? text
                return line(path, value, written: written, indentedBy: indentation)
            }
        case .planned: return nil
        }
    }

    /// A text as what its key wants, of which the default is one.
    private static func value(_ text: String, like fallback: String?) -> JSONValue {
        if let flag = Bool(text), fallback.flatMap({ Bool($0) }) != nil { return .bool(flag) }
        if let number = Int64(text), fallback.flatMap({ Int64($0) }) != nil { return .integer(number) }
        return .string(text)
    }

    private func line(_ setting: Setting, _ value: some ConfigurationValue) -> Line {
        var line = line(setting, text: value.configured)
        line.setting?.value = value.json
        return line
    }

    private func line(_ setting: Setting, text: String) -> Line {
        line(setting.key, text, indentedBy: setting.key.contains(".") ? 2 : 0)
    }

    private func line(_ path: String, _ value: String, indentedBy indentation: Int) -> Line {
        line(path, .string(value), written: YAMLScalar.encoded(value), indentedBy: indentation)
    }

    private func list(_ path: String, _ items: [some ConfigurationValue], indentedBy indentation: Int) -> Line {
        list(path, texts: items.map(\.configured), indentedBy: indentation)
    }

    private func list(_ path: String, texts: [String], indentedBy indentation: Int) -> Line {
        let written = texts.map { YAMLScalar.encoded($0) }.joined(separator: ", ")
        return line(path, .array(texts.map { .string($0) }), written: "[\(written)]", indentedBy: indentation)
    }

    private func line(_ path: String, _ value: JSONValue, written: String, indentedBy indentation: Int) -> Line {
        let key = path.split(separator: ".").last ?? ""
        return Line(
            text: "\(String(repeating: " ", count: indentation))\(key): \(written)",
            origin: origin(of: path),
            setting: (path, value)
        )
    }
}
