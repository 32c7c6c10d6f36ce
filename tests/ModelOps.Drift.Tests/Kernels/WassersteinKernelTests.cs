using ModelOps.Drift.Kernels;
using ModelOps.Drift.Statistics;
using ModelOps.TestSupport;

namespace ModelOps.Drift.Tests.Kernels;

public sealed class WassersteinKernelTests
{
    public static TheoryData<string> Kinds => [.. KernelSamples.Names];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Distance_EveryKindAndWidth_AsTheDefinition(string kind) => CheckAll(KernelSamples.Draw(kind, 30_001, 1), KernelSamples.Draw(kind, 23_000, 2));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Distance_AgainstAnotherLaw_AsTheDefinition(string kind) => CheckAll(KernelSamples.Draw(kind, 20_000, 3), KernelSamples.Draw("normal", 30_000, 4));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Distance_SampleWithItself_Nothing(string kind)
    {
        float[] values = KernelSamples.Draw(kind, 20_000, 5);
        CheckAll(values, [.. values.Reverse()]);
    }

    [Fact]
    public void Distance_OffsetFarAboveTheRange_KeepsItsDigits()
    {
        double[] x = [.. KernelSamples.Draw("normal", 50_000, 6).Select(static value => 1e9 + value)];
        double[] y = [.. KernelSamples.Draw("normal", 50_000, 7).Select(static value => 1e9 + value)];

        Close.To(Slow(x, y), Wasserstein.Distance(x, y), 1e-9);
    }

    [Fact]
    public void Distance_CrossingManyTimes_AsTheDefinition()
    {
        // Two combs that take turns: the functions meet after every second value.
        float[] x = [.. Enumerable.Range(0, 40_000).Select(static i => 2f * i)];
        float[] y = [.. Enumerable.Range(0, 40_000).Select(static i => (2f * i) + 1)];
        CheckAll(x, y);
        Close.To(1, Wasserstein.Distance(x, y), 1e-12);
    }

    [Fact]
    public void Distance_LargeSamplesAgain_AllocatesNothing()
    {
        float[] x = KernelSamples.Draw("normal", 100_000, 8);
        float[] y = KernelSamples.Draw("normal", 100_000, 9);

        Assert.Equal(0, Allocations.Fewest(() => Wasserstein.Distance(x, y), calls: 10));
    }

    private static void CheckAll(float[] reference, float[] current)
    {
        double[] wideReference = Array.ConvertAll(reference, static value => (double)value);
        double[] wideCurrent = Array.ConvertAll(current, static value => (double)value);
        double expected = Slow(wideReference, wideCurrent);
        double[] finite = [.. wideReference.Concat(wideCurrent).Where(double.IsFinite)];

        // Sums are rounded in proportion to the values, not to their distance.
        double slack = finite.Length == 0 ? 0 : 1e-14 * finite.Average(Math.Abs);
        foreach (VectorWidth width in Enum.GetValues<VectorWidth>())
        {
            foreach (double actual in (double[])[Wasserstein.Distance<float>(reference, current, width), Wasserstein.Distance<double>(wideReference, wideCurrent, width)])
            {
                Assert.True(actual.Equals(expected) || Math.Abs(actual - expected) <= (1e-10 * expected) + slack, $"{width}: expected {expected:R} but found {actual:R}");
            }
        }
    }

    // Sorts and adds up with the plainest code.
    private static double Slow(double[] reference, double[] current)
    {
        double[] x = [.. reference.Where(double.IsFinite).Order()];
        double[] y = [.. current.Where(double.IsFinite).Order()];
        if (x.Length == 0 || y.Length == 0)
        {
            return double.NaN;
        }

        double area = 0;
        double last = Math.Min(x[0], y[0]);
        int i = 0;
        int j = 0;
        while (i < x.Length || j < y.Length)
        {
            bool isReference = j == y.Length || (i < x.Length && x[i] <= y[j]);
            double at = isReference ? x[i] : y[j];
            area += Math.Abs(((double)i / x.Length) - ((double)j / y.Length)) * (at - last);
            last = at;
            if (isReference) { i++; } else { j++; }
        }

        return area;
    }
}
