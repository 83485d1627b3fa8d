/// A member of an object that has been written: where its name lies, between the quotes.
struct TidiedMember {
    let name: Range<Int>
    let isEscaped: Bool

    /// Where it begins, and where that before it ends but for the comma.
    private var start: Int { name.lowerBound - 1 }

    private func text(in output: [UInt8]) -> ArraySlice<UInt8> {
        isEscaped ? StringLiteral.unescaped(output.span, name)[...] : output[name]
    }

    /// Takes those members out of the object that was just closed whose name comes again later.
    ///
    /// Names compare by bytes, once unescaped.
    static func keepLast(of members: ArraySlice<TidiedMember>, in output: inout [UInt8], from bracket: Int) {
        var last: [ArraySlice<UInt8>: Int] = [:]
        for index in members.indices { last[members[index].text(in: output)] = index }
        guard last.count < members.count else { return }
        var object: [UInt8] = [UInt8(ascii: "{")]
        for index in last.values.sorted() {
            let end = index + 1 < members.endIndex ? members[index + 1].start - 1 : output.count - 1
            if object.count > 1 { object.append(UInt8(ascii: ",")) }
            object.append(contentsOf: output[members[index].start..<end])
        }
        object.append(UInt8(ascii: "}"))
        output.replaceSubrange(bracket..., with: object)
    }
}
