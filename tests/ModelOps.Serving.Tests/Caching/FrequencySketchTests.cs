using ModelOps.Serving.Caching;

namespace ModelOps.Serving.Tests.Caching;

public sealed class FrequencySketchTests
{
    [Fact]
    public void Estimate_FewKeys_NeverTooLowAndSeldomTooHigh()
    {
        FrequencySketch sketch = new(1024);
        for (int i = 0; i < 500; i++)
        {
            for (int n = 0; n <= i % 8; n++) { sketch.Increment(Hash(i)); }
        }

        int[] excess = [.. Enumerable.Range(0, 500).Select(i => sketch.Estimate(Hash(i)) - ((i % 8) + 1))];
        Assert.All(excess, static e => Assert.InRange(e, 0, 15));
        Assert.InRange(excess.Count(static e => e > 0), 0, 25);
    }

    [Fact]
    public void Increment_ManyCalls_OldOnesFade()
    {
        FrequencySketch sketch = new(64);
        for (int n = 0; n < 15; n++) { sketch.Increment(Hash(1)); }
        Assert.Equal(15, sketch.Estimate(Hash(1)));

        for (int i = 0; i < 64 * 20; i++) { sketch.Increment(Hash(2)); }

        Assert.InRange(sketch.Estimate(Hash(1)), 0, 7);
    }

    private static ulong Hash(int i) => (ulong)RequestKey.Hash(BitConverter.GetBytes(i));
}
