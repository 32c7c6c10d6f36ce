using DemandForecasting.Features;

namespace DemandForecasting.Training;

/// <summary>The days before a date, to learn from, and those of a later period, to judge by. Time never runs backwards.</summary>
internal sealed record DemandPeriods(IReadOnlyList<DemandRow> Training, IReadOnlyList<DemandRow> HoldOut)
{
    public static DemandPeriods Split(IReadOnlyList<DemandRow> rows, DateOnly trainUntil, DateOnly judgeFrom, DateOnly judgeUntil) => new(
        [.. rows.Where(row => row.Date < trainUntil)],
        [.. rows.Where(row => row.Date >= judgeFrom && row.Date < judgeUntil)]);

    /// <summary>Error of the seasonal-naive forecast while learning: the unit of <see cref="ForecastAccuracy.Mase"/>.</summary>
    public double Scale => Training.Average(row => Math.Abs(row.Label - (double)row.SeasonalNaive));
}
