using ModelOps.Drift.Performance;
using ModelOps.Drift.Profiles;

namespace ModelOps.Drift.Reports;

/// <summary>What a report says, worked out once for every format.</summary>
internal sealed class ReportModel
{
    private ReportModel(IReadOnlyList<DriftEvaluation> windows, int omitted, DriftReportOptions options)
    {
        Windows = windows;
        OmittedWindows = omitted;
        Options = options;
        Labels = [.. windows.Select(options.WindowLabel ?? (static window => ReportText.Time(window.From)))];
        Features = Rank(windows, options.Importances);
        Rows = [.. windows.Select(static window => RowsOf(window.Current))];
        ReferenceRows = RowsOf(Newest.Reference);
    }

    public DriftReportOptions Options { get; }

    /// <summary>Windows, oldest first.</summary>
    public IReadOnlyList<DriftEvaluation> Windows { get; }

    /// <summary>Older windows that are not shown.</summary>
    public int OmittedWindows { get; }

    /// <summary>One for each window.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>Rows of each window: the most values, missing ones too, that any feature has.</summary>
    public IReadOnlyList<long> Rows { get; }

    public long ReferenceRows { get; }

    public DriftEvaluation Newest => Windows[^1];

    public DriftReport Report => Newest.Report;

    /// <summary>Features of the newest window, those that need a look first.</summary>
    public IReadOnlyList<FeatureView> Features { get; }

    public IEnumerable<FeatureView> Detailed => Features.Take(Options.MaxDetailedFeatures);

    public string Title => Options.Title ?? $"Drift of {ReportText.Name(Newest.Model)} {ReportText.Name(Newest.Version)}";

    /// <exception cref="ArgumentException">There is no window, the windows are of several versions, or an option is out of its range.</exception>
    public static ReportModel Of(IReadOnlyList<DriftEvaluation> windows, DriftReportOptions? options)
    {
        ArgumentNullException.ThrowIfNull(windows);
        options ??= new DriftReportOptions();
        Check(options.MaxDetailedFeatures, 0, 1000, nameof(options.MaxDetailedFeatures));
        Check(options.MaxListedFeatures, 0, DriftProfileFile.MaxFeatures, nameof(options.MaxListedFeatures));
        Check(options.MaxWindows, 1, 10_000, nameof(options.MaxWindows));
        if (windows.Count == 0)
        {
            throw new ArgumentException("There is no window to report. Pass at least one evaluation.", nameof(windows));
        }

        if (windows.FirstOrDefault(window => (window.Model, window.Version) != (windows[0].Model, windows[0].Version)) is { } other)
        {
            throw new ArgumentException(
                $"The windows are of '{windows[0].Model}' {windows[0].Version} and '{other.Model}' {other.Version}. Write one report for each version.", nameof(windows));
        }

        DriftEvaluation[] ordered = [.. windows.OrderBy(static window => window.From).ThenBy(static window => window.To)];
        int omitted = Math.Max(0, ordered.Length - options.MaxWindows);
        return new ReportModel(ordered[omitted..], omitted, options);
    }

    private static void Check(int value, int least, int most, string name)
    {
        if (value < least || value > most)
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be from {least} to {most}.");
        }
    }

    private static FeatureView[] Rank(IReadOnlyList<DriftEvaluation> windows, IReadOnlyDictionary<string, double>? importances)
    {
        DriftEvaluation newest = windows[^1];
        Dictionary<string, FeatureDrift>[] history = [.. windows.Select(static window => window.Report.Features.ToDictionary(static feature => feature.Feature, StringComparer.Ordinal))];
        Dictionary<string, FeatureProfile> reference = newest.Reference.Features.ToDictionary(static feature => feature.Name, StringComparer.Ordinal);
        Dictionary<string, FeatureProfile> current = newest.Current.Features.ToDictionary(static feature => feature.Name, StringComparer.Ordinal);
        Dictionary<string, RankedFeatureDrift>? impacts = importances is null
            ? null
            : DriftImpact.Rank(newest.Report, importances).ToDictionary(static entry => entry.Drift.Feature, StringComparer.Ordinal);
        FeatureDrift[] ranked = impacts is null
            ? [.. newest.Report.Features.OrderBy(static drift => Group(drift.Verdict)).ThenByDescending(FeatureView.StrengthOf).ThenBy(static drift => drift.Feature, StringComparer.Ordinal)]
            : [.. impacts.Values.Select(static entry => entry.Drift)];
        return [.. ranked.Select((drift, i) => View(drift, i))];

        FeatureView View(FeatureDrift drift, int at)
        {
            FeatureDrift?[] past = [.. history.Select(window => window.GetValueOrDefault(drift.Feature))];
            int first = past.Length;
            while (first > 0 && past[first - 1] is { HasDrifted: true }) { first--; }
            DateTimeOffset? seen = first < past.Length ? windows[first].From : null;
            DateTimeOffset? since = drift.Since is { } told && (seen is null || told < seen) ? told : seen;
            return new FeatureView(
                impacts?[drift.Feature].Rank ?? at + 1,
                drift,
                reference.GetValueOrDefault(drift.Feature),
                current.GetValueOrDefault(drift.Feature),
                impacts?[drift.Feature],
                past,
                since,
                drift.Since is null && first == 0);
        }
    }

    private static int Group(DriftVerdict verdict) => verdict switch
    {
        DriftVerdict.Drifted => 0,
        DriftVerdict.NotEnoughData => 2,
        _ => 1,
    };

    private static long RowsOf(DatasetProfile profile) =>
        profile.Features.Select(MissingValues.RowsOf).DefaultIfEmpty().Max();
}
