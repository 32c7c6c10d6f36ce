using CsCheck;
using ModelOps.Onnx.Quantization.Calibration;

namespace ModelOps.Onnx.Tests.Quantization.Calibration;

public sealed class StreamingHistogramTests
{
    private static readonly Gen<float[]> Batch = Gen.Select(Gen.Float[-1f, 1f].Array[0, 40], Gen.Int[-20, 20], static (values, e) => values.Select(v => MathF.ScaleB(v, e)).ToArray());

    [Fact]
    public void Add_AnyBatchesInAnyOrder_TheSameCounts() => Batch.List[0, 8].Sample(static batches =>
    {
        StreamingHistogram forward = Of(batches), backward = Of(batches.AsEnumerable().Reverse()), once = Of([[.. batches.SelectMany(static b => b)]]);
        StreamingHistogram merged = Of(batches.Take(3));
        merged.Add(Of(batches.Skip(3)));

        foreach (StreamingHistogram other in (StreamingHistogram[])[backward, once, merged])
        {
            Assert.Equal(forward.Width, other.Width);
            Assert.Equal(forward.Counts.ToArray(), other.Counts.ToArray());
            Assert.Equal(forward.Total, other.Total);
        }
    });

    [Fact]
    public void Add_Values_EachInItsBinAndHalfOfASideUsed() => Batch.Where(static b => b.Any(static v => v != 0)).Sample(static values =>
    {
        StreamingHistogram histogram = Of([values]);
        double largest = values.Max(static v => Math.Abs((double)v));
        long[] expected = new long[histogram.Counts.Length];
        foreach (float value in values) { expected[(value < 0 ? -1 - (int)(-value / histogram.Width) : (int)(value / histogram.Width)) + StreamingHistogram.Side]++; }

        Assert.Equal(expected, histogram.Counts.ToArray());
        Assert.True(largest / histogram.Width >= StreamingHistogram.Side / 2.0 || largest < 1e-34);
    });

    [Theory]
    [InlineData(0f)]
    [InlineData(float.Epsilon)]
    [InlineData(-float.MaxValue)]
    [InlineData(float.MaxValue)]
    [InlineData(-1f)]
    [InlineData(1f)]
    public void Add_OneValue_IsCounted(float value)
    {
        StreamingHistogram histogram = Of([[value], [0f], [value]]);

        Assert.Equal(3, histogram.Total);
        Assert.Equal(3, histogram.Counts.ToArray().Sum());
    }

    private static StreamingHistogram Of(IEnumerable<float[]> batches)
    {
        StreamingHistogram histogram = new();
        foreach (float[] batch in batches)
        {
            ValueSummary ends = RangeKernel.Run(batch);
            histogram.Add(batch, ends.Min, ends.Max);
        }

        return histogram;
    }
}
