using ModelOps.Drift.Performance;

namespace ModelOps.Drift.Tests.Performance;

public sealed class DriftImpactTests
{
    [Fact]
    public void Rank_ImportantFeature_ComesBeforeALargerChangeOfAnother()
    {
        IReadOnlyList<RankedFeatureDrift> ranked = DriftImpact.Rank(
            Report(("age", 0.2, DriftVerdict.Drifted), ("noise", 0.9, DriftVerdict.Drifted), ("tax", 5, DriftVerdict.Stable)),
            new Dictionary<string, double> { ["age"] = -0.9, ["noise"] = 0.1, ["tax"] = 1 });
        Assert.Equal(["age", "noise", "tax"], ranked.Select(static entry => entry.Drift.Feature));
        Assert.Equal([1, 2, 3], ranked.Select(static entry => entry.Rank));
        Assert.Equal(0.45 * 0.2, ranked[0].Impact, 12);
        Assert.Equal(1, ranked.Sum(static entry => entry.Importance), 12);
    }

    [Fact]
    public void Rank_UnknownAndTied_AreHandled()
    {
        IReadOnlyList<RankedFeatureDrift> ranked = DriftImpact.Rank(
            Report(("d", double.NaN, DriftVerdict.NotEnoughData), ("c", 0.5, DriftVerdict.Drifted), ("b", 0.5, DriftVerdict.Drifted), ("a", 0.1, DriftVerdict.Drifted)),
            new Dictionary<string, double> { ["a"] = 2, ["b"] = 2, ["c"] = double.NaN, ["other"] = 9 });
        Assert.Equal(["b 1 True", "c 1 False", "a 3 True", "d 4 False"],
            ranked.Select(static entry => $"{entry.Drift.Feature} {entry.Rank} {entry.IsImportanceKnown}"));
        Assert.True(double.IsNaN(ranked[3].Impact));
    }

    [Fact]
    public void Rank_NoImportanceOrHugeOnes_IsByEffect()
    {
        DriftReport report = Report(("a", 0.1, DriftVerdict.Drifted), ("b", 0.5, DriftVerdict.Drifted));
        Assert.Equal("b", DriftImpact.Rank(report, new Dictionary<string, double>())[0].Drift.Feature);
        Assert.Equal("b", DriftImpact.Rank(report, new Dictionary<string, double> { ["a"] = 0, ["b"] = 0 })[0].Drift.Feature);
        Assert.Equal(0.25, DriftImpact.Rank(report, new Dictionary<string, double> { ["a"] = double.MaxValue, ["b"] = double.MaxValue })[0].Impact, 12);
        Assert.Empty(DriftImpact.Rank(Report(), new Dictionary<string, double>()));
    }

    private static DriftReport Report(params (string Name, double Effect, DriftVerdict Verdict)[] features) => new()
    {
        Alpha = 0.01,
        Correction = MultipleTestingCorrection.BenjaminiHochberg,
        Features = [.. features.Select(static feature => new FeatureDrift
        {
            Feature = feature.Name,
            Statistic = "ks",
            Value = feature.Effect,
            PValue = 0,
            AdjustedPValue = 0,
            CriticalValue = 0,
            EffectSize = feature.Effect,
            MinimumEffect = 0.1,
            ReferenceCount = 100,
            CurrentCount = 100,
            Verdict = feature.Verdict,
        })],
    };
}
