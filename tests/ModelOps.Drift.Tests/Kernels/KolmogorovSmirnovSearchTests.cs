using ModelOps.Drift.Kernels;
using ModelOps.Drift.Kernels.Walks;
using ModelOps.Drift.Statistics;
using ModelOps.TestSupport;

namespace ModelOps.Drift.Tests.Kernels;

public sealed class KolmogorovSmirnovSearchTests
{
    public static TheoryData<string> Kinds => [.. KernelSamples.Names];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Find_EveryKindAndWidth_FirstPlaceOfTheLargestDistance(string kind) => CheckAll(KernelSamples.Draw(kind, 40_001, 1), KernelSamples.Draw(kind, 33_000, 2));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Find_AgainstAnotherLaw_FirstPlaceOfTheLargestDistance(string kind) => CheckAll(KernelSamples.Draw(kind, 20_000, 3), KernelSamples.Draw("normal", 50_000, 4));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Find_SampleWithItself_NoDistance(string kind)
    {
        float[] values = KernelSamples.Draw(kind, 20_000, 5);
        CheckAll(values, values);
        Assert.Equal(0, KolmogorovSmirnovSearch.Find<float>(values, values).Steps);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Find_SortedEitherWay_FirstPlaceOfTheLargestDistance(string kind)
    {
        float[] up = [.. KernelSamples.Draw(kind, 20_000, 6).Order()];
        float[] down = [.. KernelSamples.Draw(kind, 20_000, 7).OrderDescending()];
        CheckAll(up, down);
    }

    [Fact]
    public void Find_EveryLengthAroundABlock_FirstPlaceOfTheLargestDistance()
    {
        for (int extra = -3; extra <= 260; extra += extra < 20 ? 1 : 13)
        {
            CheckAll(KernelSamples.Draw("normal", 16_384 + extra, extra + 10), KernelSamples.Draw("normal", 16_384, 8));
        }
    }

    [Fact]
    public void Find_EverySmallLength_FirstPlaceOfTheLargestDistance()
    {
        for (int n = 0; n < 40; n++)
        {
            CheckAll(KernelSamples.Draw("two values", n, n), KernelSamples.Draw("a hundred values", 39 - n, n));
        }
    }

    [Fact]
    public void Find_LateBadValue_LeftOut()
    {
        float[] values = KernelSamples.Draw("normal", 30_000, 9);
        values[^1] = float.NaN;
        CheckAll(values, KernelSamples.Draw("normal", 30_000, 10));
        CheckAll(KernelSamples.Draw("normal", 30_000, 10), values);
    }

    [Fact]
    public void Find_ManyValuesInTheEndBuckets_FirstPlaceOfTheLargestDistance()
    {
        // The look at some values sees only those at equal distances: hide others between them.
        float[] values = KernelSamples.Draw("normal", 60_000, 11);
        for (int i = 0; i < values.Length; i++) { values[i] = (long)i * 512 % values.Length < 512 ? values[i] : 1e6f + (i % 1000); }
        CheckAll(values, KernelSamples.Draw("normal", 60_000, 12));
        CheckAll(values, [.. values.Select(static value => value + 1)]);
    }

    [Fact]
    public void Compare_Floats_AsDoubles()
    {
        float[] x = KernelSamples.Draw("NaN and infinities", 30_000, 13);
        float[] y = KernelSamples.Draw("normal", 20_000, 14);

        KolmogorovSmirnovResult floats = KolmogorovSmirnov.Compare(x, y);
        KolmogorovSmirnovResult doubles = KolmogorovSmirnov.Compare(Array.ConvertAll(x, static v => (double)v), Array.ConvertAll(y, static v => (double)v));

        Assert.Equal(doubles, floats);
    }

    [Fact]
    public void Compare_LargeSamplesAgain_AllocatesNothing()
    {
        float[] x = KernelSamples.Draw("normal", 100_000, 15);
        float[] y = KernelSamples.Draw("normal", 100_000, 16);

        Assert.Equal(0, Allocations.Fewest(() => KolmogorovSmirnov.Compare(x, y), calls: 10));
    }

    private static void CheckAll(float[] reference, float[] current)
    {
        double[] wideReference = Array.ConvertAll(reference, static value => (double)value);
        double[] wideCurrent = Array.ConvertAll(current, static value => (double)value);
        LargestDistance expected = Slow(wideReference, wideCurrent);
        foreach (VectorWidth width in Enum.GetValues<VectorWidth>())
        {
            Assert.Equal(expected, KolmogorovSmirnovSearch.Find<float>(reference, current, width));
            Assert.Equal(expected, KolmogorovSmirnovSearch.Find<double>(wideReference, wideCurrent, width));
        }
    }

    // Sorts and walks with the plainest code.
    private static LargestDistance Slow(double[] reference, double[] current)
    {
        double[] x = [.. reference.Where(double.IsFinite).Order()];
        double[] y = [.. current.Where(double.IsFinite).Order()];
        if (x.Length == 0 || y.Length == 0)
        {
            return new LargestDistance(0, double.NaN, x.Length, y.Length);
        }

        long best = 0;
        double location = Math.Min(x[0], y[0]);
        int i = 0;
        int j = 0;
        while (i < x.Length && j < y.Length)
        {
            double at = Math.Min(x[i], y[j]);
            while (i < x.Length && x[i] == at) { i++; }
            while (j < y.Length && y[j] == at) { j++; }
            long steps = ((long)i * y.Length) - ((long)j * x.Length);
            if (Math.Abs(steps) > Math.Abs(best)) { (best, location) = (steps, at); }
        }

        return new LargestDistance(best, location, x.Length, y.Length);
    }
}
