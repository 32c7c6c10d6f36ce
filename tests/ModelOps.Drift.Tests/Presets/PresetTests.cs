using ModelOps.Drift.Presets;

namespace ModelOps.Drift.Tests.Presets;

public sealed class PresetTests
{
    private static readonly double[] A = PortableData.Uniform(1, 1000);
    private static readonly double[] B = PortableData.Uniform(2, 800, 1.2);

    [Theory]
    [InlineData("psi", "psi")]
    [InlineData("kl_div", "kl")]
    [InlineData("jensenshannon", "js")]
    [InlineData("wasserstein", "wasserstein")]
    [InlineData("mannw", "mannw")]
    public void EvidentlyStrict_Goldens_Agree(string method, string golden) => GoldenFile.Statistics.AllAgree("presets", g =>
    {
        (double[] x, double[] y) = GoldenFile.Samples(g);
        return EvidentlyPreset.Numeric(x, y, method, PresetCompatibility.Strict).Score;
    }, 1e-10, golden);

    [Theory]
    [InlineData("jensen_shannon", "nannyjs")]
    [InlineData("hellinger", "nannyhellinger")]
    public void NannyML_Goldens_Agree(string method, string golden) => GoldenFile.Statistics.AllAgree("presets", g =>
    {
        (double[] x, double[] y) = GoldenFile.Samples(g);
        return NannyMLPreset.Numeric(x, y, method).Score;
    }, 1e-10, golden);

    // Values that NumPy gives for the tool's recipe over 10,000 bins of equal width.
    [Theory]
    [InlineData(1.4, -0.2, 1, 0.15091666666666667, 0.11231094707704042)]
    [InlineData(1, 0, 1.2, 0.0853333333333397, 0.04435266138350619)]
    [InlineData(0.8, -0.1, 1, 0.3051666666666992, 0.20147482556065494)]
    public void NannyMLStrict_LargeReference_EstimatesAsTheToolDoes(double scale, double shift, double power, double distance, double area)
    {
        double[] reference = PortableData.Uniform(1, 12_000);
        double[] current = [.. PortableData.Uniform(2, 800, power).Select(value => (value * scale) + shift)];
        Close.To(distance, NannyMLPreset.Numeric(reference, current, "kolmogorov_smirnov", PresetCompatibility.Strict).Score, 1e-10);
        Close.To(area, NannyMLPreset.Numeric(reference, current, "wasserstein", PresetCompatibility.Strict).Score, 1e-10);
        Assert.NotEqual(area, NannyMLPreset.Numeric(reference, current, "wasserstein").Score, 1e-9);
    }

    [Fact]
    public void NannyMLStrict_SmallReference_IsExact() => Assert.Equal(
        NannyMLPreset.Numeric(A, B, "wasserstein").Score, NannyMLPreset.Numeric(A, B, "wasserstein", PresetCompatibility.Strict).Score);

    [Fact]
    public void Bins_Goldens_AreNumpysOwn()
    {
        GoldenFile.Statistics.AllAgree("presets", static g =>
        {
            (double[] x, double[] y) = GoldenFile.Samples(g);
            return EqualWidthHistogram.Sturges([.. x.Concat(y).Order()]).Length - 1;
        }, 0, "sturges");
        GoldenFile.Statistics.AllAgree("presets", static g => EqualWidthHistogram.Doane([.. GoldenFile.Samples(g).Reference.Order()]).Length - 1, 0, "doane");
    }

    [Fact]
    public void Evidently_PortableSamples_ChoosesItsDefaults()
    {
        PresetVerdict small = EvidentlyPreset.Numeric(A, B);
        Assert.Equal(("ks", 0.05, true), (small.Method, small.Threshold, small.HasDrifted));
        Close.To(6.056846570500203e-05, small.Score, 1e-9);
        PresetVerdict large = EvidentlyPreset.Numeric([.. A, .. A], B);
        Assert.Equal(("wasserstein", 0.1, true), (large.Method, large.Threshold, large.HasDrifted));
        Assert.Equal("chisquare", EvidentlyPreset.Numeric([1, 2, 3, 1], [1, 2, 3]).Method);
        Assert.Equal("z", EvidentlyPreset.Numeric([0, 1, 0, 1], [1, 1, 0]).Method);
        Assert.Equal("chisquare", EvidentlyPreset.Categorical(Names(50, 30, 20), Names(40, 45, 15)).Method);
        Assert.Equal("jensenshannon", EvidentlyPreset.Categorical(Names(500, 300, 300), Names(40, 45, 15)).Method);
    }

    [Fact]
    public void Evidently_MannWhitney_MissesOneDirectionOnlyWhenStrict()
    {
        PresetVerdict strict = EvidentlyPreset.Numeric(A, B, "mannw", PresetCompatibility.Strict);
        Assert.Equal((0.99992, false), (Math.Round(strict.Score, 5), strict.HasDrifted));
        Assert.True(EvidentlyPreset.Numeric(A, B, "mannw").HasDrifted);
    }

    [Fact]
    public void Evidently_ChiSquare_TakesTheReferenceForExactOnlyWhenStrict()
    {
        string[] x = Names(50, 30, 20);
        string[] y = Names(40, 45, 15);
        Close.To(0.004630918733533247, EvidentlyPreset.Categorical(x, y, "chisquare", PresetCompatibility.Strict).Score, 1e-11);
        PresetVerdict corrected = EvidentlyPreset.Categorical(x, y, "chisquare");
        Close.To(0.08957326253887996, corrected.Score, 1e-11);
        Assert.False(corrected.HasDrifted);
        Assert.Equal(0, EvidentlyPreset.Categorical(x, [.. y, "new"], "chisquare", PresetCompatibility.Strict).Score);
    }

    [Fact]
    public void Evidently_UnequalSizes_FailGAndFisherOnlyWhenStrict()
    {
        Assert.True(double.IsNaN(EvidentlyPreset.Categorical(Names(50, 30), Names(40, 45), "g_test", PresetCompatibility.Strict).Score));
        Assert.True(double.IsNaN(EvidentlyPreset.Categorical(Names(50, 30), Names(40, 45), "fisher_exact", PresetCompatibility.Strict).Score));
        Assert.InRange(EvidentlyPreset.Categorical(Names(50, 30), Names(40, 45), "g_test").Score, 0.01, 0.1);
        Assert.InRange(EvidentlyPreset.Categorical(Names(50, 30), Names(40, 45), "fisher_exact").Score, 0.01, 0.1);
    }

    [Theory]
    [InlineData("anderson")]
    [InlineData("cramer_von_mises")]
    [InlineData("ed")]
    [InlineData("es")]
    [InlineData("t_test")]
    [InlineData("empirical_mmd")]
    [InlineData("hellinger")]
    public void Evidently_LargeShift_IsFoundByEveryMethod(string method)
    {
        double[] moved = [.. B.Select(static value => value + 0.7)];
        Assert.True(EvidentlyPreset.Numeric(A, moved, method).HasDrifted);
        Assert.True(EvidentlyPreset.Numeric(A, moved, method, PresetCompatibility.Strict).HasDrifted);
        Assert.False(EvidentlyPreset.Numeric(A, A, method).HasDrifted);
    }

    [Fact]
    public void Evidently_Dataset_DriftsFromHalfTheColumnsOn()
    {
        var drifted = new PresetVerdict("ks", 0, 0.05, true);
        var stable = new PresetVerdict("ks", 1, 0.05, false);
        Assert.True(EvidentlyPreset.HasDatasetDrifted([drifted, stable]));
        Assert.False(EvidentlyPreset.HasDatasetDrifted([drifted, stable, stable]));
        Assert.True(EvidentlyPreset.HasDatasetDrifted([drifted, stable, stable], 0.3));
        Assert.False(EvidentlyPreset.HasDatasetDrifted([]));
    }

    [Theory]
    [InlineData("jensen_shannon")]
    [InlineData("hellinger")]
    [InlineData("kolmogorov_smirnov")]
    [InlineData("wasserstein")]
    public void NannyML_Thresholds_ComeFromTheReferencesChunks(string method)
    {
        PresetVerdict same = NannyMLPreset.Numeric(A, A, method);
        Assert.True(same.Threshold > 0 && !same.HasDrifted);
        Assert.True(NannyMLPreset.Numeric(A, [.. A.Select(static value => value + 0.5)], method).HasDrifted);
    }

    [Theory]
    [InlineData("jensen_shannon")]
    [InlineData("hellinger")]
    [InlineData("l_infinity")]
    [InlineData("chi2")]
    public void NannyML_Categories_AreJudged(string method)
    {
        string[] reference = [.. Enumerable.Range(0, 1000).Select(static i => $"c{i * 7919 % 11 % 3}")];
        Assert.True(NannyMLPreset.Categorical(reference, Names(10, 10, 300), method).HasDrifted);
        Assert.False(NannyMLPreset.Categorical(reference, reference, method).HasDrifted);
    }

    [Fact]
    public void SageMaker_Robust_SubtractsWhatChanceExplains()
    {
        PresetVerdict simple = SageMakerPreset.Numeric(A, B, robust: false);
        Assert.Equal((0.10775, true), (Math.Round(simple.Score, 5), simple.HasDrifted));
        PresetVerdict robust = SageMakerPreset.Numeric(A, B);
        Close.To(0.10775 - (1.8 * Math.Sqrt(1800.0 / 800_000)), robust.Score, 1e-11);
        Assert.False(robust.HasDrifted);
        Assert.True(SageMakerPreset.Categorical(Names(500, 300, 200), Names(100, 450, 450)).HasDrifted);
    }

    [Fact]
    public void AnyOf_NoValues_HasNoScore()
    {
        Assert.True(double.IsNaN(EvidentlyPreset.Numeric([double.NaN], B).Score));
        Assert.True(double.IsNaN(EvidentlyPreset.Categorical([null], ["a"]).Score));
        Assert.True(double.IsNaN(NannyMLPreset.Numeric([], B).Score));
        Assert.True(double.IsNaN(NannyMLPreset.Categorical([], ["a"]).Score));
        Assert.True(double.IsNaN(SageMakerPreset.Numeric([], B).Score));
        Assert.True(double.IsNaN(SageMakerPreset.Categorical([], ["a"]).Score));
    }

    [Fact]
    public void AnyOf_UnknownMethod_NamesTheKnownOnes()
    {
        Assert.Contains("jensenshannon", Assert.Throws<ArgumentException>(() => EvidentlyPreset.Numeric(A, B, "magic")).Message, StringComparison.Ordinal);
        Assert.Contains("l_infinity", Assert.Throws<ArgumentException>(() => NannyMLPreset.Categorical(["a"], ["a"], "magic")).Message, StringComparison.Ordinal);
        Assert.Contains("wasserstein", Assert.Throws<ArgumentException>(() => NannyMLPreset.Numeric(A, B, "magic")).Message, StringComparison.Ordinal);
    }

    private static string[] Names(params int[] counts) => [.. counts.SelectMany(static (count, i) => Enumerable.Repeat($"c{i}", count))];
}
