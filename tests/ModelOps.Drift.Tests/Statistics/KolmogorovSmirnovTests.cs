using System.Text.Json;
using ModelOps.Drift.Statistics;

namespace ModelOps.Drift.Tests.Statistics;

public sealed class KolmogorovSmirnovTests
{
    private static readonly double[] A = PortableData.Uniform(1, 1000);
    private static readonly double[] B = PortableData.Uniform(2, 800, 1.2);

    [Fact]
    public void Compare_PortableSamples_AgreesWithScipy()
    {
        Close.To(0.5093085543643683, A.Average(), 1e-13);
        Close.To(0.45741241781182695, B.Average(), 1e-13);
        KolmogorovSmirnovResult exact = KolmogorovSmirnov.Compare(A, B);
        Assert.True(exact.IsExact);
        Close.To(0.10775, exact.Test.Statistic, 1e-14);
        Close.To(6.056846570500203e-05, exact.Test.PValue, 1e-10);
        Close.To(6.065925105407108e-05, KolmogorovSmirnov.Compare(A, B, KolmogorovSmirnovMethod.Asymptotic).Test.PValue, 1e-10);
    }

    [Fact]
    public void Compare_Goldens_AgreeWithScipy()
    {
        foreach (JsonElement golden in ScipyGoldens.Of("ks"))
        {
            double[] x = PortableData.Uniform(3, golden.Integer("n"));
            double[] y = PortableData.Uniform(4, golden.Integer("m"), golden.Number("power"));
            if (golden.GetProperty("digits").ValueKind == JsonValueKind.Number)
            {
                x = [.. x.Select(static value => Math.Floor(value * 10))];
                y = [.. y.Select(static value => Math.Floor(value * 10))];
            }

            KolmogorovSmirnovMethod method = golden.GetProperty("exact").GetBoolean() ? KolmogorovSmirnovMethod.Exact : KolmogorovSmirnovMethod.Asymptotic;
            TwoSampleResult result = KolmogorovSmirnov.Compare(x, y, method).Test;
            Close.To(golden.Number("d"), result.Statistic, 1e-13, golden.ToString());
            Close.To(golden.Number("p"), result.PValue, 1e-9, golden.ToString());
        }
    }

    [Fact]
    public void Compare_SmallSamples_CountsAllOrders()
    {
        // Of the C(6, 3) = 20 orders, 2 separate the samples wholly.
        TwoSampleResult result = KolmogorovSmirnov.Compare([1, 2, 3], [4, 5, 6]).Test;
        Assert.Equal(1, result.Statistic);
        Close.To(0.1, result.PValue, 1e-14);

        // Of the C(5, 2) = 10 orders of 2 and 3 values, likewise 2.
        Close.To(0.2, KolmogorovSmirnov.Compare([1, 2], [4, 5, 6]).Test.PValue, 1e-14);
    }

    [Fact]
    public void Compare_CurrentLarger_SaysWhereAndWhichWay()
    {
        KolmogorovSmirnovResult result = KolmogorovSmirnov.Compare([1, 2, 3, 10], [2.5, 11, 12, 13]);
        Assert.Equal(10, result.Location);
        Assert.Equal(1, result.Sign);
        Assert.Equal(0.75, result.Test.Statistic);
        Assert.Equal(-1, KolmogorovSmirnov.Compare([2.5, 11, 12, 13], [1, 2, 3, 10]).Sign);
    }

    [Fact]
    public void Compare_ManyValues_UsesTheAsymptoticLaw() =>
        Assert.False(KolmogorovSmirnov.Compare(PortableData.Uniform(5, 10_001), A).IsExact);

    [Fact]
    public void Compare_NonFiniteValues_LeavesThemOut()
    {
        double[] dirty = [double.NaN, .. A, double.PositiveInfinity, double.NegativeInfinity];
        Assert.Equal(KolmogorovSmirnov.Compare(A, B), KolmogorovSmirnov.Compare(dirty, B));
    }

    [Fact]
    public void Compare_EqualConstants_FindsNothing()
    {
        TwoSampleResult result = KolmogorovSmirnov.Compare([7, 7, 7], [7, 7]).Test;
        Assert.Equal(0, result.Statistic);
        Assert.Equal(1, result.PValue);
    }

    [Fact]
    public void Compare_NoFiniteValue_HasNotEnoughData()
    {
        Assert.False(KolmogorovSmirnov.Compare(A, []).Test.HasEnoughData);
        Assert.False(KolmogorovSmirnov.Compare([double.NaN], B).Test.HasEnoughData);
    }

    [Fact]
    public void Compare_MonotoneMap_ChangesNothing() => Assert.Equal(
        KolmogorovSmirnov.Compare(A, B).Test,
        KolmogorovSmirnov.Compare([.. A.Select(Math.Exp)], [.. B.Select(Math.Exp)]).Test);

    [Fact]
    public void Compare_UnknownMethod_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => KolmogorovSmirnov.Compare(A, B, (KolmogorovSmirnovMethod)9));
}
