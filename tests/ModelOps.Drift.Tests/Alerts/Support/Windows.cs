using ModelOps.Drift.Profiles;

namespace ModelOps.Drift.Tests.Alerts.Support;

/// <summary>Evaluations of hourly windows, made by hand.</summary>
internal static class Windows
{
    public static readonly DateTimeOffset Start = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly DatasetProfile Empty = new DatasetProfileBuilder().AddNumeric("income", PortableData.Uniform(1, 100)).Build();

    /// <param name="hour">Which window.</param>
    /// <param name="features">Name and effect: at least 0.1 is drift, NaN not enough data.</param>
    public static DriftEvaluation Of(int hour, params (string Feature, double Effect)[] features) => Of("credit", "3", hour, features);

    public static DriftEvaluation Of(string model, string version, int hour, params (string Feature, double Effect)[] features) => new()
    {
        Model = model,
        Version = version,
        From = Start.AddHours(hour),
        To = Start.AddHours(hour + 1),
        Reference = Empty,
        Current = Empty,
        Report = new DriftReport
        {
            Alpha = 0.01,
            Correction = MultipleTestingCorrection.BenjaminiHochberg,
            Features = [.. features.OrderBy(static f => f.Feature, StringComparer.Ordinal).Select(static f => Found(f.Feature, f.Effect))],
        },
    };

    public static FeatureDrift Found(string feature, double effect) => new()
    {
        Feature = feature,
        Statistic = "ks",
        Value = effect,
        PValue = effect >= 0.1 ? 1e-12 : 0.4,
        AdjustedPValue = double.IsNaN(effect) ? double.NaN : effect >= 0.1 ? 2e-12 : 0.5,
        CriticalValue = 0.05,
        EffectSize = effect,
        MinimumEffect = 0.1,
        ReferenceCount = 50_000,
        CurrentCount = 12_000,
        Verdict = double.IsNaN(effect) ? DriftVerdict.NotEnoughData : effect >= 0.1 ? DriftVerdict.Drifted : DriftVerdict.Stable,
    };
}
