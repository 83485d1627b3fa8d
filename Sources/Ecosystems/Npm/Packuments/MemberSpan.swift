/// One member of an object in a document: its name, and where its value lies.
package struct MemberSpan: Hashable, Sendable {
    /// The name, unescaped.
    package let name: String
    /// The bytes of the value, without white space around it.
    package let value: Range<Int>

    package init(name: String, value: Range<Int>) {
        self.name = name
        self.value = value
    }
}
