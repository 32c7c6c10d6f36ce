using ModelOps.Drift.Profiles.Sketches;
using ModelOps.Drift.Statistics;

namespace ModelOps.Drift.Tests.Profiles.Sketches;

public sealed class KllSketchTests
{
    [Theory]
    [InlineData(64)]
    [InlineData(200)]
    [InlineData(1024)]
    public void Rank_OverSeeds_ErrsWithinItsBound(int k)
    {
        const int Count = 20_000;
        int beyond = 0;
        int beyondMerged = 0;
        for (ulong seed = 1; seed <= 60; seed++)
        {
            double[] values = [.. Enumerable.Range(0, Count).Select(static i => (double)i)];
            new Random((int)seed).Shuffle(values);
            KllSketch sketch = Of(values, k, seed);
            beyond += WorstError(sketch, Count) > sketch.UniformError ? 1 : 0;

            KllSketch merged = Of(values.AsSpan(0, 3000), k, seed);
            for (int at = 3000; at < Count; at += 1700) { merged.Merge(Of(values.AsSpan(at, 1700), k, seed + (ulong)at)); }
            Assert.Equal((Count, 0, Count - 1), (merged.Count, merged.Min, merged.Max));
            beyondMerged += WorstError(merged, Count) > merged.UniformError ? 1 : 0;
        }

        // 1 % of 60 is 0.6; more than 4 would happen once in 2,500.
        Assert.InRange(beyond, 0, 4);
        Assert.InRange(beyondMerged, 0, 4);
    }

    [Fact]
    public void RetainedCount_OfAMillion_StaysSmall()
    {
        var sketch = new KllSketch(256);
        for (int i = 0; i < 1_000_000; i++) { sketch.Add(i); }
        Assert.InRange(sketch.RetainedCount, 256, 3 * 256 + 200);
    }

    [Fact]
    public void Rank_WhileAllIsKept_IsExact()
    {
        KllSketch sketch = Of([3, 1, 2, 2], 64, 1);
        Assert.Equal(0, sketch.RankError);
        Assert.Equal(new EstimateInterval(0.75, 0.75, 0.75), sketch.Rank(2));
        Assert.Equal(new EstimateInterval(2, 2, 2), sketch.Quantile(0.5));
        Assert.Equal((1, 3), (sketch.Quantile(0).Value, sketch.Quantile(1).Value));
    }

    [Fact]
    public void Quantile_OfNothing_IsNaN()
    {
        var sketch = new KllSketch(64);
        sketch.Add(double.NaN);
        sketch.Add(double.NegativeInfinity);
        Assert.Equal(0, sketch.Count);
        Assert.Equal(double.NaN, sketch.Quantile(0.5).Value);
        Assert.Equal(double.NaN, SketchKolmogorovSmirnov.Compare(sketch, sketch).Statistic.Value);
    }

    [Fact]
    public void Quantile_Interval_HoldsTheTruth()
    {
        KllSketch sketch = Of([.. Enumerable.Range(0, 50_000).Select(static i => (double)i)], 512, 5);
        foreach (double share in new[] { 0.001, 0.01, 0.25, 0.5, 0.9, 0.999 }) { Assert.True(sketch.Quantile(share).Contains(share * 50_000)); }
    }

    [Fact]
    public void Add_SameSeedAndOrder_GivesTheSameBytes()
    {
        double[] values = PortableData.Uniform(3, 5000);
        Assert.Equal(Of(values, 64, 9).Write(), Of(values, 64, 9).Write());
        Assert.NotEqual(Of(values, 64, 9).Write(), Of(values, 64, 10).Write());
    }

    [Fact]
    public void Read_WhatWasWritten_GoesOnAlike()
    {
        KllSketch sketch = Of(PortableData.Uniform(4, 5000), 64, 1);
        KllSketch read = KllSketch.Read(sketch.Write());
        Assert.Equal(sketch.Write(), read.Write());
        sketch.Merge(Of(PortableData.Uniform(5, 500), 64, 2));
        read.Merge(Of(PortableData.Uniform(5, 500), 64, 2));
        Assert.Equal(sketch.Write(), read.Write());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.1)]
    public void Compare_Interval_HoldsTheDistanceOfTheValues(double shift)
    {
        int held = 0;
        for (int seed = 1; seed <= 20; seed++)
        {
            double[] x = PortableData.Uniform((uint)seed, 8000);
            double[] y = [.. PortableData.Uniform((uint)seed + 1000, 6000).Select(value => value + shift)];
            SketchTestResult result = SketchKolmogorovSmirnov.Compare(Of(x, 256, 1), Of(y, 256, 2));
            KolmogorovSmirnovResult exact = KolmogorovSmirnov.Compare(x, y, KolmogorovSmirnovMethod.Asymptotic);
            held += result.Statistic.Contains(exact.Test.Statistic) && result.PValue.Contains(exact.Test.PValue) ? 1 : 0;
        }

        Assert.InRange(held, 19, 20);
    }

    [Fact]
    public void Merge_OtherSize_SaysWhatMendsIt() => Assert.Contains(
        "sizes 64 and 65", Assert.Throws<ArgumentException>(() => new KllSketch(64).Merge(new KllSketch(65))).Message, StringComparison.Ordinal);

    private static KllSketch Of(ReadOnlySpan<double> values, int k, ulong seed)
    {
        var sketch = new KllSketch(k, seed);
        foreach (double value in values) { sketch.Add(value); }
        return sketch;
    }

    private static double WorstError(KllSketch sketch, int count) => Enumerable.Range(0, 100).Max(i =>
    {
        int value = i * count / 100;
        return Math.Abs(sketch.Rank(value).Value - ((value + 1.0) / count));
    });
}
