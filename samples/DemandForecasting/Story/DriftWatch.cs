using System.Globalization;
using DemandForecasting.Features;
using DemandForecasting.Training;
using ModelOps;
using ModelOps.Drift;
using ModelOps.Drift.Profiles;
using ModelOps.Drift.Quality.Imports;
using ModelOps.Drift.Reports;

namespace DemandForecasting.Story;

/// <summary>Compares the days of each year with the profile that is stored with a model version, and reports what it found.</summary>
internal sealed class DriftWatch(IModelRegistry registry, DriftMonitor monitor)
{
    /// <summary>The page, and the same for programs.</summary>
    public const string Page = "drift.html";

    private const string Json = "drift.json";
    private const string Evidently = "drift-evidently.json";

    /// <summary>Evaluates year by year, oldest first.</summary>
    public async Task<IReadOnlyList<DriftEvaluation>> CompareAsync(ModelVersion version, IReadOnlyList<DemandRow> days, CancellationToken cancellationToken)
    {
        ModelPackage package = await registry.FetchAsync(version, cancellationToken);
        DatasetProfile reference = package.ReadDriftProfile()
            ?? throw new InvalidOperationException($"{version.Model}:{version.Version} was registered without {DriftProfileFile.Name}.");
        return [.. days.GroupBy(day => day.Date.Year).Select(year => Compare(version, reference, [.. year]))];
    }

    /// <summary>Writes the library's report of all years.</summary>
    /// <param name="folder">Folder to write to.</param>
    /// <param name="years">What was found, year by year.</param>
    /// <param name="errors">Error of the model in these years, now that the outcome is known.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public static async Task WriteAsync(string folder, IReadOnlyList<DriftEvaluation> years, IReadOnlyList<YearOfError> errors, CancellationToken cancellationToken)
    {
        DriftReportOptions options = new()
        {
            MaxDetailedFeatures = years[^1].Report.Features.Count,
            WindowLabel = Label,
            Performance = [.. years.Zip(errors).Select(year => year.Second.AsPerformance(year.First, errors[0].ModelMae))],
            Note = "Days of the year against all days that the model learned from. Calendar features of a part of a year drift by construction. Data: City of Chicago data portal, as collected in the R package modeldata 1.1.0.",
        };
        await using (FileStream page = File.Create(Path.Combine(folder, Page)))
        {
            await DriftHtmlReport.WriteAsync(page, years, options, cancellationToken);
        }

        await using (FileStream json = File.Create(Path.Combine(folder, Json)))
        {
            await DriftJsonReport.WriteAsync(json, years, options, cancellationToken);
        }

        await File.WriteAllBytesAsync(Path.Combine(folder, Evidently), EvidentlyJson.Write(years[^1], EvidentlyFormat.DataDriftPreset), cancellationToken);
    }

    /// <summary>The year, and how far it goes when it is not whole.</summary>
    public static string Label(DriftEvaluation year) => year.To is { Month: 1, Day: 1 }
        ? year.From.ToString("yyyy", CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{year.From:yyyy} to {year.To.AddDays(-1):MMM}");

    /// <summary>Features that drifted, the largest effect first.</summary>
    public static IReadOnlyList<FeatureDrift> Drifted(DriftEvaluation year) =>
        [.. year.Report.Features.Where(feature => feature.HasDrifted).OrderByDescending(feature => feature.EffectSize)];

    private DriftEvaluation Compare(ModelVersion version, DatasetProfile reference, IReadOnlyList<DemandRow> days)
    {
        DatasetProfile current = DemandProfile.Of(days, reference);
        return new DriftEvaluation
        {
            Model = version.Model,
            Version = version.Version.ToString(),
            From = Midnight(days[0].Date),
            To = Midnight(days[^1].Date.AddDays(1)),
            Reference = reference,
            Current = current,
            Report = monitor.Evaluate(version.Model, version.Version.ToString(), reference, current),
        };
    }

    private static DateTimeOffset Midnight(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
}
