import JSON

/// Version objects as they are written: as they stand, but for what would not be strict.
extension PackumentVersion {
    /// The object as an offline-ready document lists it with its tarball.
    ///
    /// Its bytes, unless it lacks its name or version, says its version with a prefix, leads to an address that is not
    /// whole, or was narrowed on the way here.
    func object(in bytes: [UInt8]) -> RawValue {
        let object = editedObject(bytes)
        return trueOS == nil ? object : object.widened
    }

    /// The same for a version that is listed as metadata only and that nobody on these systems may download.
    func object(in bytes: [UInt8], keptOff systems: [String]) -> RawValue {
        let object = editedObject(bytes)
        return systems.isEmpty ? object : object.narrowed(to: systems.map { "!\($0)" })
    }

    private func editedObject(_ bytes: [UInt8]) -> RawValue {
        guard !edits.isEmpty else { return RawValue(bytes, span) }
        var copy: [UInt8] = []
        copy.append(bytes, span, edited: edits)
        return RawValue(copy, 0..<copy.count)
    }
}

/// A version that only its C library keeps off a platform is kept off it by `os`, which every client knows.
extension RawValue {
    /// What says which systems the version is for while `os` says which it must be kept off.
    static let trueOS = "_packferry_os"

    /// The object with `os` as given and the true one beside it.
    fileprivate func narrowed(to os: [String]) -> RawValue {
        let members = members
        let known = members.first { $0.name == Self.trueOS } ?? members.first { $0.name == "os" }
        return rewritten(members) { writer in
            writer.key("os")
            writer.value(.array(os.map(JSONValue.string)))
            writer.key(Self.trueOS)
            if let known { writer.raw(bytes, known.value) } else { writer.null() }
        }
    }

    /// The object with its true `os` again.
    fileprivate var widened: RawValue {
        let members = members
        return rewritten(members) { writer in
            guard let known = members.first(where: { $0.name == Self.trueOS })?.value,
                bytes[known.lowerBound] != UInt8(ascii: "n")
            else { return }
            writer.key("os")
            writer.raw(bytes, known)
        }
    }

    /// The members in their order, but for the two about systems, which `append` writes.
    private func rewritten(_ members: [MemberSpan], _ append: (inout JSONWriter) -> Void) -> RawValue {
        var writer = JSONWriter(capacity: span.count + 64)
        writer.beginObject()
        for member in members where member.name != "os" && member.name != Self.trueOS {
            writer.key(member.name)
            writer.raw(bytes, member.value)
        }
        append(&writer)
        writer.endObject()
        let object = writer.finish()
        return RawValue(object, 0..<object.count)
    }

}
