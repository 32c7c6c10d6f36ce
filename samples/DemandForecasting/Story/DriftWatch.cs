using DemandForecasting.Features;
using DemandForecasting.Training;
using ModelOps;
using ModelOps.Drift;
using ModelOps.Drift.Profiles;

namespace DemandForecasting.Story;

/// <summary>Compares the days of each year with the profile that is stored with a model version.</summary>
internal sealed class DriftWatch(IModelRegistry registry, DriftMonitor monitor)
{
    public async Task<IReadOnlyList<YearOfDrift>> CompareAsync(ModelVersion version, IReadOnlyList<DemandRow> days, CancellationToken cancellationToken)
    {
        ModelPackage package = await registry.FetchAsync(version, cancellationToken);
        DatasetProfile reference = package.ReadDriftProfile()
            ?? throw new InvalidOperationException($"{version.Model}:{version.Version} was registered without {DriftProfileFile.Name}.");
        return [.. days.GroupBy(day => day.Date.Year).Select(year => Compare(version, reference, year.Key, [.. year]))];
    }

    private YearOfDrift Compare(ModelVersion version, DatasetProfile reference, int year, IReadOnlyList<DemandRow> days)
    {
        DriftReport report = monitor.Evaluate(version.Model, version.Version.ToString(), reference, DemandProfile.Of(days, reference));
        Dictionary<string, FeatureDrift> found = report.Features.ToDictionary(feature => feature.Feature);
        bool isWhole = days[0].Date.DayOfYear == 1 && days[^1].Date is { Month: 12, Day: 31 };
        return new YearOfDrift(
            year,
            isWhole ? $"{year}" : $"{year} to {days[^1].Date:MMM}",
            [.. DemandFeatures.Names.Select(name => found[name]).Select(feature => new FeatureOfYear(feature.Feature, feature.Value, feature.AdjustedPValue, feature.HasDrifted))]);
    }
}
