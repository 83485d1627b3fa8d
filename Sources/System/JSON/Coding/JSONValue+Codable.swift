/// A part of a document whose shape its type does not fix; for the encoder and the decoder of this room alone.
extension JSONValue: Codable {
    /// Takes whatever stands there, members in their order.
    package init(from decoder: any Decoder) throws {
        guard let place = decoder as? JSONPlace else {
            let context = DecodingError.Context(
                codingPath: decoder.codingPath,
                debugDescription: "This is no JSONDecoder."
            )
            throw DecodingError.typeMismatch(JSONValue.self, context)
        }
        self = place.value
    }

    /// Writes it in its place; a number that JSON has no text for is `null`, as everywhere here.
    package func encode(to encoder: any Encoder) throws {
        guard let node = encoder as? JSONNode else {
            let context = EncodingError.Context(
                codingPath: encoder.codingPath,
                debugDescription: "This is no JSONEncoder."
            )
            throw EncodingError.invalidValue(self, context)
        }
        node.set(self)
    }
}
