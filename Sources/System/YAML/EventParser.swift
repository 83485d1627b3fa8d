import CYAML

/// libyaml's parser over one text.
final class EventParser {
    private let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
    private let text: UnsafeMutableBufferPointer<UInt8>

    init(_ bytes: [UInt8]) {
        text = .allocate(capacity: bytes.count)
        _ = text.initialize(from: bytes)
        precondition(yaml_parser_initialize(parser) == 1, "there is no memory for a parser")
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        yaml_parser_set_input_string(parser, text.baseAddress, text.count)
    }

    deinit {
        yaml_parser_delete(parser)
        parser.deallocate()
        text.deallocate()
    }

    /// The next event; libyaml must not be asked again after the end of the stream.
    func next() throws(YAMLError) -> Event {
        var event = yaml_event_t()
        guard yaml_parser_parse(parser, &event) == 1 else { throw failure() }
        defer { yaml_event_delete(&event) }
        return Event(event)
    }

    private func failure() -> YAMLError {
        let state = parser.pointee
        let problem = state.problem.map { String(cString: $0) } ?? "the text cannot be read"
        if state.error == YAML_READER_ERROR {
            return YAMLError(at: position(ofByte: Int(state.problem_offset)), reason: problem)
        }
        let position = withinText(YAMLPosition(state.problem_mark))
        let context = state.context.map { " \(String(cString: $0))" } ?? ""
        let hint = isIndentedByTab(line: position.line) ? "; indent with spaces, a tab cannot" : ""
        return YAMLError(at: position, reason: problem + context + hint)
    }

    private var lines: [Slice<UnsafeMutableBufferPointer<UInt8>>] {
        text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    }

    private func position(ofByte offset: Int) -> YAMLPosition {
        let before = text.prefix(offset).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let column = String(decoding: before.last ?? text[0..<0], as: UTF8.self).count + 1
        return YAMLPosition(line: max(before.count, 1), column: column)
    }

    // libyaml ends a last line that has no line break itself, and then names a line that nobody sees.
    private func withinText(_ position: YAMLPosition) -> YAMLPosition {
        position.line > lines.count ? self.position(ofByte: text.count) : position
    }

    private func isIndentedByTab(line: Int) -> Bool {
        let blanks = [UInt8(ascii: " "), UInt8(ascii: "\t")]
        let indentation = lines[line - 1].prefix { blanks.contains($0) }
        return indentation.contains(UInt8(ascii: "\t"))
    }
}

extension Event {
    fileprivate init(_ event: yaml_event_t) {
        position = YAMLPosition(event.start_mark)
        switch event.type {
        case YAML_SCALAR_EVENT:
            let scalar = event.data.scalar
            kind = .scalar(YAMLScalar(scalar))
            (anchor, tag) = (String(scalar.anchor), String(scalar.tag))
        case YAML_SEQUENCE_START_EVENT:
            let sequence = event.data.sequence_start
            kind = .sequenceStart
            (anchor, tag) = (String(sequence.anchor), String(sequence.tag))
        case YAML_MAPPING_START_EVENT:
            let mapping = event.data.mapping_start
            kind = .mappingStart
            (anchor, tag) = (String(mapping.anchor), String(mapping.tag))
        default:
            kind = Kind(event)
            (anchor, tag) = (nil, nil)
        }
    }
}

extension Event.Kind {
    fileprivate init(_ event: yaml_event_t) {
        switch event.type {
        case YAML_STREAM_START_EVENT: self = .streamStart
        case YAML_DOCUMENT_START_EVENT: self = .documentStart
        case YAML_DOCUMENT_END_EVENT: self = .documentEnd
        case YAML_SEQUENCE_END_EVENT: self = .sequenceEnd
        case YAML_MAPPING_END_EVENT: self = .mappingEnd
        case YAML_ALIAS_EVENT: self = .alias(String(event.data.alias.anchor) ?? "")
        default: self = .streamEnd
        }
    }
}

extension YAMLScalar {
    fileprivate init(_ scalar: yaml_event_s.__Unnamed_union_data.__Unnamed_struct_scalar) {
        let bytes = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
        let isPlain = scalar.style == YAML_PLAIN_SCALAR_STYLE && scalar.tag == nil
        self.init(text: String(decoding: bytes, as: UTF8.self), isPlain: isPlain)
    }
}

extension YAMLPosition {
    fileprivate init(_ mark: yaml_mark_t) { self.init(line: mark.line + 1, column: mark.column + 1) }
}

extension String {
    fileprivate init?(_ text: UnsafeMutablePointer<yaml_char_t>?) {
        guard let text else { return nil }
        self.init(cString: text)
    }
}

/// What a document is made of, in the order in which it is read.
struct Event {
    enum Kind {
        case streamStart, streamEnd, documentStart, documentEnd
        case scalar(YAMLScalar)
        case sequenceStart, sequenceEnd
        case mappingStart, mappingEnd
        case alias(String)
    }

    let kind: Kind
    let anchor: String?
    let tag: String?
    let position: YAMLPosition
}
