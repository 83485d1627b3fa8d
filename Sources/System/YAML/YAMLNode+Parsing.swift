extension YAMLNode {
    /// Reads the one document of a UTF-8 text; a text without any is an empty scalar.
    ///
    /// Refused, with line and column: what libyaml cannot read, more than one document, keys that are not text, a key
    /// given twice (unless `onDuplicate` takes note and returns: then the first stays), merge keys, tags but those of
    /// plain data, and what is beyond `limits`.
    package init(
        parsing text: [UInt8],
        limits: YAMLLimits = YAMLLimits(),
        onDuplicate: (YAMLError) throws(YAMLError) -> Void = { (error: YAMLError) throws(YAMLError) in throw error }
    ) throws(YAMLError) {
        guard text.count <= limits.bytes else {
            let reason = "the text has \(text.count) bytes, more than \(limits.bytes)"
            throw YAMLError(at: YAMLPosition(line: 1, column: 1), reason: reason)
        }
        let parser = EventParser(text)
        self = try withoutActuallyEscaping(onDuplicate) { (note) throws(YAMLError) in
            var composer = Composer(parser: parser, limits: limits, onDuplicate: note)
            return try composer.document()
        }
    }
}
