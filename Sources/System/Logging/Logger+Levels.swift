extension Logger {
    /// Reports every step, for whoever hunts a fault in the code.
    package func trace(_ message: @autoclosure () -> String, _ fields: @autoclosure () -> [String: String] = [:]) {
        log(.trace, message(), fields())
    }

    /// Reports what an operator asks for when something is odd.
    package func debug(_ message: @autoclosure () -> String, _ fields: @autoclosure () -> [String: String] = [:]) {
        log(.debug, message(), fields())
    }

    /// Reports what happened in normal operation.
    package func info(_ message: @autoclosure () -> String, _ fields: @autoclosure () -> [String: String] = [:]) {
        log(.info, message(), fields())
    }

    /// Reports what went on although something is wrong, or will be.
    package func warning(_ message: @autoclosure () -> String, _ fields: @autoclosure () -> [String: String] = [:]) {
        log(.warning, message(), fields())
    }

    /// Reports what did not happen because something is wrong.
    package func error(_ message: @autoclosure () -> String, _ fields: @autoclosure () -> [String: String] = [:]) {
        log(.error, message(), fields())
    }
}
