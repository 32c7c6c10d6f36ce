using ModelOps.Drift.Streams;

namespace ModelOps.Drift.Tests.Streams;

// Indices of alarms on a stream that any language makes alike, from an independent run of the published rules.
public sealed class StreamGoldenTests
{
    private static readonly double[] Bits = [.. PortableData.Uniform(42, 4000).Select(static (u, i) => u < (i < 2000 ? 0.2 : 0.4) ? 1.0 : 0.0)];

    [Fact]
    public void Bits_OfTheGolden_HaveItsCounts()
    {
        Assert.Equal(392, Bits.Take(2000).Sum());
        Assert.Equal(775, Bits.Skip(2000).Sum());
    }

    [Fact]
    public void Ddm_Golden_WarnsAndAlarms()
    {
        Assert.Equal(94, First(new Ddm(), StreamState.Warning));
        Assert.Equal(2125, First(new Ddm(), StreamState.Drift));
    }

    [Fact]
    public void PageHinkley_Golden_Alarms() => Assert.Equal(2190, First(new PageHinkley(), StreamState.Drift));

    [Fact]
    public void HddmA_Golden_Alarms() => Assert.Equal(2105, First(new HddmA(), StreamState.Drift));

    private static int First(StreamDetector detector, StreamState state) => Array.FindIndex(Bits, bit => detector.Update(bit) == state);
}
