using DemandForecasting.Features;

namespace DemandForecasting.Story;

/// <summary>Mean absolute error of a year, of a model and of the seasonal-naive forecast.</summary>
internal sealed record YearOfError(int Year, double ModelMae, double NaiveMae)
{
    public static IReadOnlyList<YearOfError> Of(IReadOnlyList<DemandRow> days, IReadOnlyList<DemandForecast> answers) =>
        [.. days.Zip(answers).GroupBy(pair => pair.First.Date.Year).Select(year => new YearOfError(
            year.Key,
            year.Average(pair => Math.Abs(pair.First.Label - (double)pair.Second.Ridership)),
            year.Average(pair => Math.Abs(pair.First.Label - (double)pair.First.SeasonalNaive))))];
}
