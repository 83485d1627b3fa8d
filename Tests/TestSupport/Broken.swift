/// What must hold after a crash, and does not.
package struct Broken: Error, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }

    /// Throws unless that holds.
    package static func unless(_ holds: Bool, _ description: @autoclosure () throws -> String) throws {
        if !holds { throw Broken(try description()) }
    }
}
