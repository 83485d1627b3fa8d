import API
import App

extension Problem {
    /// What an error is called that reached the command itself.
    init(caughtHere error: any Error) {
        self = (error as? APIError)?.problem ?? Problem(describing: error)
    }
}
