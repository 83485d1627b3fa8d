import JSON
import Time

/// Sections as a client is shown them: what it could not read is left out.
extension Packument {
    /// The tags with a `latest`, which every client asks for: what npm would pick where none is said.
    var shownTags: [DistTag] {
        guard tag("latest") == nil, let latest = ManifestPick(self).pick(.any) else { return tags }
        return [DistTag(tag: "latest", version: latest)] + tags
    }

    /// Writes `dist-tags`, copied if there is nothing but tags in it.
    func writeTags(in span: Range<Int>, to writer: inout JSONWriter) {
        guard shownTags.count == tags.count, memberCount(in: span) == entries(span).count else {
            return writeTags(to: &writer)
        }
        writer.raw(bytes, span)
    }

    /// Writes `dist-tags` anew.
    func writeTags(to writer: inout JSONWriter) {
        writer.beginObject()
        for tag in shownTags {
            writer.key(tag.tag)
            writer.string(tag.version)
        }
        writer.endObject()
    }

    /// Writes `dist-tags` where the document has none, if there is anything to tag.
    func writeOwnTags(to writer: inout JSONWriter) {
        guard !shownTags.isEmpty else { return }
        writer.key("dist-tags")
        writeTags(to: &writer)
    }

    /// Writes `time`, copied if all its texts are moments: npm passes over a version whose time is none.
    func writeTimes(in span: Range<Int>, to writer: inout JSONWriter) {
        let shown = times.filter { bytes[$0.value.lowerBound] == UInt8(ascii: "{") || moment(of: $0) != nil }
        guard shown.count < times.count || bytes[span.lowerBound] != UInt8(ascii: "{") else {
            return writer.raw(bytes, span)
        }
        writer.beginObject()
        for time in shown {
            writer.key(time.name)
            writer.raw(bytes, time.value)
        }
        writer.endObject()
    }

    private func moment(of time: MemberSpan) -> Moment? { RawValue(bytes, time.value).moment }

    /// How many members a value has; `nil` if it is no object.
    private func memberCount(in span: Range<Int>) -> Int? {
        guard var scanner = try? JSONScanner(bytes, range: span) else { return nil }
        return (try? scanner.memberSpans())?.count
    }
}
