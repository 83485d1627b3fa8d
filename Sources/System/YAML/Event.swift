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
