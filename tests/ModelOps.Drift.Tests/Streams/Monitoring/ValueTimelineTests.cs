using CsCheck;
using ModelOps.Drift.Streams.Monitoring;

namespace ModelOps.Drift.Tests.Streams.Monitoring;

public sealed class ValueTimelineTests
{
    [Fact]
    public void Split_FewValues_IsTheLikeliestChangeOfAll() => Gen.Double[-5, 5].Array[2, 16].Sample(static values =>
    {
        ValueTimeline timeline = Of(values);
        (long since, long count, double before, double after, double deviation) = timeline.Split();
        int best = Enumerable.Range(1, values.Length - 1).MaxBy(split => Gain(values, split));
        Assert.Equal(Gain(values, best), Gain(values, (int)since), 1e-9);
        Assert.Equal(values.Length - since, count);
        Assert.Equal(values[..(int)since].Average(), before, 1e-12);
        Assert.Equal(values[(int)since..].Average(), after, 1e-12);
        Assert.Equal(since < 2 ? double.NaN : Math.Sqrt(values[..(int)since].Sum(value => (value - before) * (value - before)) / (since - 1)), deviation, 1e-9);
    });

    [Theory]
    [InlineData(100_000, 40)]
    [InlineData(100_000, 3000)]
    [InlineData(300, 200)]
    public void Split_Shift_IsDatedToASixteenthOfItsAge(int before, int after)
    {
        var random = new Random(3);
        ValueTimeline timeline = Of([.. PortableData.Normal(random, before, 1, 1), .. PortableData.Normal(random, after, 3, 1)]);
        (long since, _, double meanBefore, double meanAfter, double deviation) = timeline.Split();
        Assert.InRange(deviation, 0.9, 1.1);
        Assert.InRange(since, before - (after / 8) - 3, before + (after / 8) + 3);
        Assert.InRange(meanBefore, 0.8, 1.2);
        Assert.InRange(meanAfter, 2.5, 3.5);
        Assert.InRange(timeline.Cells.Count, 1, 300);
        Assert.Equal(before + after, timeline.Count);
        Assert.Equal(timeline.Count, timeline.Cells.Sum(static cell => cell.Count));
    }

    [Fact]
    public void Split_NothingOrOne_HasNoBefore()
    {
        var timeline = new ValueTimeline();
        Assert.Equal(new TimelineSplit(0, 0, double.NaN, double.NaN, double.NaN), timeline.Split());
        timeline.Add(5, 77);
        Assert.Equal(new TimelineSplit(77, 1, double.NaN, 5, double.NaN), timeline.Split());
    }

    [Fact]
    public void TryLoad_ItsCells_GoesOnAlike()
    {
        double[] values = PortableData.Normal(new Random(4), 500, 0, 1);
        ValueTimeline whole = Of(values);
        var restored = new ValueTimeline();
        Assert.True(restored.TryLoad(Of(values[..333]).Cells));
        for (int i = 333; i < values.Length; i++) { restored.Add(values[i], i); }
        Assert.Equal(whole.Cells, restored.Cells);
        Assert.False(restored.TryLoad([new TimelineCell(1, 0, 0, 0), new TimelineCell(2, 0, 0, 1)]));
        Assert.False(restored.TryLoad([new TimelineCell(3, 0, 0, 0)]));
        Assert.False(restored.TryLoad([new TimelineCell(1, double.NaN, 0, 0)]));
        Assert.Empty(restored.Cells);
    }

    private static ValueTimeline Of(double[] values)
    {
        var timeline = new ValueTimeline();
        for (int i = 0; i < values.Length; i++) { timeline.Add(values[i], i); }
        return timeline;
    }

    private static double Gain(double[] values, int split)
    {
        double gap = values[..split].Average() - values[split..].Average();
        return gap * gap * split * (values.Length - split) / values.Length;
    }
}
