import Posix
import YAML

extension ConfigurationReader {
    /// The value of a setting by its precedence; `fallback` where nobody set it, or only wrongly.
    mutating func value<Value: ConfigurationValue>(
        _ setting: Setting,
        _ section: ConfigurationSection,
        default fallback: Value
    ) -> Value {
        value(setting, section) ?? fallback
    }

    /// The value of a setting by its precedence; `nil` where nobody set it, or only wrongly.
    mutating func value<Value: ConfigurationValue>(_ setting: Setting, _ section: ConfigurationSection) -> Value? {
        if let override = overrides[setting] {
            note(override.origin, of: setting.key)
            return parse(override.text, setting.key, override.origin)
        }
        return value(setting.lastWord, section)
    }

    /// The value of a key of the file; `nil` where it is absent or wrong.
    mutating func value<Value: ConfigurationValue>(_ key: String, _ section: ConfigurationSection) -> Value? {
        guard let node = section[key] else { return nil }
        let path = "\(section.path)\(key)"
        note(node.origin, of: path)
        return parse(node, path)
    }

    /// A list by its precedence; environment and flags separate its values by commas.
    mutating func list<Value: ConfigurationValue>(
        _ setting: Setting,
        _ section: ConfigurationSection,
        default fallback: [Value] = []
    ) -> [Value] {
        guard let override = overrides[setting] else { return list(setting.lastWord, section) ?? fallback }
        note(override.origin, of: setting.key)
        return override.text.split(separator: ",").compactMap { parse(String($0), setting.key, override.origin) }
    }

    /// The list of a key of the file, without the values that are wrong; `nil` where it is absent.
    mutating func list<Value: ConfigurationValue>(_ key: String, _ section: ConfigurationSection) -> [Value]? {
        guard let node = section[key] else { return nil }
        let path = "\(section.path)\(key)"
        note(node.origin, of: path)
        let items = reading(path) { () throws(YAMLError) in try node.items() } ?? []
        return items.compactMap { parse($0, path) }
    }

    /// A path by its precedence; what is relative is relative to where it was written.
    mutating func path(
        _ setting: Setting,
        _ section: ConfigurationSection,
        default fallback: StaticString
    ) -> AbsolutePath {
        if let path = path(setting, section) { return path }
        if origins[setting.key] == nil, let origin = ownFolder.origin { note(origin, of: setting.key) }
        return ownFolder.path.appending(fallback)
    }

    /// The same where nothing stands in for it; `nil` where nobody set it, or only wrongly.
    mutating func path(_ setting: Setting, _ section: ConfigurationSection) -> AbsolutePath? {
        guard let override = overrides[setting] else { return path(setting.lastWord, section) }
        note(override.origin, of: setting.key)
        return path(override.text, from: currentFolder, setting.key, override.origin)
    }

    /// The path of a key of the file; `nil` where it is absent or wrong.
    mutating func path(_ key: String, _ section: ConfigurationSection) -> AbsolutePath? {
        guard let node = section[key] else { return nil }
        let path = "\(section.path)\(key)"
        note(node.origin, of: path)
        guard let text = reading(path, { () throws(YAMLError) in try node.text() }) else { return nil }
        return self.path(text, from: folder, path, node.origin)
    }

    private mutating func path(
        _ text: String,
        from base: AbsolutePath,
        _ key: String,
        _ origin: ConfigurationOrigin
    ) -> AbsolutePath? {
        do {
            return try AbsolutePath(text, relativeTo: base)
        } catch {
            report(origin, "\(key): \(error)")
            return nil
        }
    }

    /// Reads one value of the file.
    mutating func parse<Value: ConfigurationValue>(_ node: YAMLNode, _ path: String) -> Value? {
        guard let text = reading(path, { () throws(YAMLError) in try node.text() }) else { return nil }
        return parse(text, path, node.origin)
    }

    /// Reads one text, wherever it came from.
    mutating func parse<Value: ConfigurationValue>(
        _ text: String,
        _ path: String,
        _ origin: ConfigurationOrigin
    ) -> Value? {
        do throws(ValueProblem) {
            return try Value(configured: text)
        } catch {
            // An address may hold a password, which no message repeats.
            let isSecret = text.contains("@")
            let suggestion = isSecret ? nil : error.replacement.map { "Did you mean \(YAMLScalar.encoded($0))?" }
            let shown = isSecret ? "what stands there" : YAMLScalar.encoded(text)
            report(origin, "\(path): \(shown) \(error.cause)", suggestion: suggestion)
            return nil
        }
    }
}

extension Setting {
    fileprivate var lastWord: String { key.split(separator: ".").last.map(String.init) ?? key }
}
