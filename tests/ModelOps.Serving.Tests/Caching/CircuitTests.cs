using Microsoft.Extensions.Time.Testing;

namespace ModelOps.Serving.Tests.Caching;

public sealed class CircuitTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void TryEnter_FailsInARow_IsLeftAloneThenTriedByOne()
    {
        Circuit circuit = new(3, TimeSpan.FromSeconds(5), _time);
        Assert.False(circuit.Failed());
        Assert.False(circuit.Failed());
        Assert.True(circuit.TryEnter());
        Assert.True(circuit.Failed());

        Assert.False(circuit.TryEnter());
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.True(circuit.IsReady);
        Assert.Equal([true, false, false], Enumerable.Range(0, 3).Select(_ => circuit.TryEnter()));
        Assert.False(circuit.Failed()); // it is left alone already
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.True(circuit.TryEnter());
        Assert.True(circuit.Succeeded());
        Assert.True(circuit.TryEnter());
    }

    [Fact]
    public void Failed_SuccessBetween_StartsAnew()
    {
        Circuit circuit = new(2, TimeSpan.FromSeconds(5), _time);
        circuit.Failed();
        Assert.False(circuit.Succeeded());
        Assert.False(circuit.Failed());
        Assert.True(circuit.TryEnter());
    }
}
