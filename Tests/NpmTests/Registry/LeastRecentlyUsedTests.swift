import Testing
import Trees

@Suite("Least recently used")
struct LeastRecentlyUsedTests {
    @Test("the value not asked for longest makes room")
    func eviction() {
        var values = LeastRecentlyUsed<String, Int>(bound: 3)
        for (index, key) in ["a", "b", "c"].enumerated() { values.insert(index, for: key, cost: 1) }
        #expect(values.value("a") == 0)
        values.insert(3, for: "d", cost: 1)
        #expect(values.value("b") == nil)
        #expect(values.value("a") == 0 && values.value("c") == 2 && values.value("d") == 3)
        values.insert(4, for: "e", cost: 2)
        #expect(
            values.value("a") == nil && values.value("c") == nil && values.value("d") == 3 && values.value("e") == 4
        )
    }

    @Test("a value is replaced with its cost")
    func replacement() {
        var values = LeastRecentlyUsed<String, Int>(bound: 10)
        values.insert(1, for: "a", cost: 9)
        values.insert(2, for: "a", cost: 4)
        #expect(values.value("a") == 2 && values.cost == 4 && values.count == 1)
    }

    @Test("what costs more than the bound is not taken, and removes the value it would replace")
    func oversize() {
        var values = LeastRecentlyUsed<String, Int>(bound: 10)
        values.insert(1, for: "a", cost: 5)
        values.insert(2, for: "b", cost: 5)
        values.insert(3, for: "a", cost: 11)
        #expect(values.value("a") == nil && values.value("b") == 2 && values.cost == 5)
    }

    @Test("it agrees with a plain list through thousands of steps")
    func model() {
        var values = LeastRecentlyUsed<Int, Int>(bound: 50)
        var model: [(key: Int, value: Int, cost: Int)] = []
        var generator = SystemRandomNumberGenerator()
        for step in 0..<5_000 {
            let key = Int.random(in: 0..<40, using: &generator)
            let index = model.firstIndex { $0.key == key }
            if Bool.random(using: &generator) {
                #expect(values.value(key) == index.map { model[$0].value })
                if let index { model.append(model.remove(at: index)) }
            } else {
                let cost = Int.random(in: 1...12, using: &generator)
                if let index { model.remove(at: index) }
                while model.reduce(cost, { $0 + $1.cost }) > 50 { model.removeFirst() }
                model.append((key, step, cost))
                values.insert(step, for: key, cost: cost)
            }
            #expect(values.count == model.count && values.cost == model.reduce(0) { $0 + $1.cost })
        }
    }
}
