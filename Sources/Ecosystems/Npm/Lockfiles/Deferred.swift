/// A value that is made once somebody asks for it, and then kept.
final class Deferred<Value> {
    private let make: () throws -> Value?
    private var made: Value??

    init(_ make: @escaping () throws -> Value?) { self.make = make }

    var value: Value? {
        get throws {
            if let made { return made }
            let value = try make()
            made = value
            return value
        }
    }
}
