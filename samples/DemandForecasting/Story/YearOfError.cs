using DemandForecasting.Features;
using ModelOps.Drift;
using ModelOps.Drift.Performance;
using ModelOps.Drift.Reports;

namespace DemandForecasting.Story;

/// <summary>Mean absolute error of a year, of a model and of the seasonal-naive forecast.</summary>
/// <param name="Year">The year.</param>
/// <param name="Days">Its days.</param>
/// <param name="ModelMae">Mean absolute error of the model.</param>
/// <param name="ModelDeviation">Standard deviation of the model's absolute errors.</param>
/// <param name="NaiveMae">Mean absolute error of the seasonal-naive forecast.</param>
internal sealed record YearOfError(int Year, int Days, double ModelMae, double ModelDeviation, double NaiveMae)
{
    public static IReadOnlyList<YearOfError> Of(IReadOnlyList<DemandRow> days, IReadOnlyList<DemandForecast> answers) =>
        [.. days.Zip(answers).GroupBy(pair => pair.First.Date.Year).Select(year => Of(year.Key, [.. year]))];

    /// <summary>The year as the drift report takes it.</summary>
    /// <param name="window">The same year's drift.</param>
    /// <param name="reference">Error that the model had when it was new.</param>
    public PerformanceWindow AsPerformance(DriftEvaluation window, double reference) => new(
        window.From,
        window.To,
        new PerformanceEstimate(Days, 0, [new MetricEstimate(PerformanceMetricNames.MeanAbsoluteError, ModelMae, reference, ModelDeviation / Math.Sqrt(Days))]));

    private static YearOfError Of(int year, IReadOnlyList<(DemandRow Day, DemandForecast Answer)> pairs)
    {
        double[] errors = [.. pairs.Select(pair => Math.Abs(pair.Day.Label - (double)pair.Answer.Ridership))];
        double mae = errors.Average();
        return new YearOfError(
            year,
            errors.Length,
            mae,
            Math.Sqrt(errors.Average(error => (error - mae) * (error - mae))),
            pairs.Average(pair => Math.Abs(pair.Day.Label - (double)pair.Day.SeasonalNaive)));
    }
}
